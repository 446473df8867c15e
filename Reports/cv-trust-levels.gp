# 'Continuous variables: what the receiver is trusted with'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'cv-trust-levels-gnuplot.svg'
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
set xrange [0.0:100.0]
set format x '%g'
set xtics 20
set mxtics 4
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set logscale y 10
set yrange [0.0001:10.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Fibre length (km)'
set x2tics 5
set mx2tics 5
set x2label 'Channel loss (dB)'
unset label 1000
set key at graph 0.9894, graph 0.9815 right top vertical maxcols 1
plot \
  'cv-trust-levels.csv' every ::0::100 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'trusted', \
  'cv-trust-levels.csv' every ::101::201 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'noise values known', \
  'cv-trust-levels.csv' every ::202::302 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'noise given to Eve', \
  'cv-trust-levels.csv' every ::303::403 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'all given to Eve', \
  'cv-trust-levels.csv' every ::0::100 using (column('distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB', \
  'cv-trust-levels.csv' every ::0::100 using (column('distance_km')):(column('thermal') > 0 ? column('thermal') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'thermal-loss bound'

unset output
