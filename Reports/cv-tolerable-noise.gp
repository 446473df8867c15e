# 'Continuous variables: tolerable excess noise'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'cv-tolerable-noise-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:200.0]
set format x '%g'
set xtics 50
set mxtics 5
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set logscale y 10
set yrange [0.01:1.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Excess noise at the channel input that ends the key (SNU)'
set xlabel 'Fibre length (km)'
set x2tics 5
set mx2tics 5
set x2label 'Channel loss (dB)'
unset label 1000
set key at graph 0.9891, graph 0.9815 right top vertical maxcols 1
plot \
  'cv-tolerable-noise.csv' using (column('distance_km')):(column('tolerable_excess_noise') > 0 ? column('tolerable_excess_noise') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'heterodyne, trusted receiver', \
  'cv-tolerable-noise.csv' using (column('distance_km')):(column('tolerable_excess_noise') > 0 ? column('tolerable_excess_noise') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'homodyne, trusted receiver', \
  'cv-tolerable-noise.csv' using (column('distance_km')):(column('tolerable_excess_noise') > 0 ? column('tolerable_excess_noise') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'heterodyne, values of its noise known', \
  'cv-tolerable-noise.csv' using (column('distance_km')):(column('tolerable_excess_noise') > 0 ? column('tolerable_excess_noise') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'homodyne, ideal receiver', \
  'cv-tolerable-noise.csv' using (column('distance_km')):(column('tolerable_excess_noise') > 0 ? column('tolerable_excess_noise') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title 'heterodyne, ideal, β = 1'

unset output
