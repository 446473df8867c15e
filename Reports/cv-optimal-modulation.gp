# 'Continuous variables: best modulation variance'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'cv-optimal-modulation-gnuplot.svg'
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
set xrange [0.0:150.0]
set format x '%g'
set xtics 20
set mxtics 4
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set logscale y 10
set yrange [1.0:1000.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Modulation variance (SNU)'
set xlabel 'Fibre length (km)'
set x2tics 5
set mx2tics 5
set x2label 'Channel loss (dB)'
unset label 1000
set key at graph 0.9893, graph 0.9815 right top vertical maxcols 1
plot \
  'cv-optimal-modulation.csv' using (column('distance_km')):(column('v_a') > 0 ? column('v_a') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'heterodyne, asymptotic, β = 0.95', \
  'cv-optimal-modulation.csv' using (column('distance_km')):(column('v_a') > 0 ? column('v_a') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'homodyne, asymptotic, β = 0.95', \
  'cv-optimal-modulation.csv' using (column('distance_km')):(column('v_a') > 0 ? column('v_a') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'heterodyne, asymptotic, β = 0.98', \
  'cv-optimal-modulation.csv' using (column('distance_km')):(column('v_a') > 0 ? column('v_a') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'heterodyne, 10^{10} symbols', \
  'cv-optimal-modulation.csv' using (column('distance_km')):(column('v_a') > 0 ? column('v_a') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title 'heterodyne, 10^{8} symbols'

unset output
