# 'Finite-key MDI-QKD over standard fibre'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'mdi-finite-key-gnuplot.svg'
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
set xrange [0.0:250.0]
set format x '%g'
set xtics 50
set mxtics 5
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set logscale y 10
set yrange [1e-12:10.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Fibre length, relay in the middle (km)'
set x2tics 10
set mx2tics 5
set x2label 'Channel loss (dB)'
unset label 1000
set key outside right top vertical
plot \
  'mdi-finite-key.csv' every ::0::50 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'infinitely many decoys', \
  'mdi-finite-key.csv' every ::51::101 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'four intensities, 10^{15} pairs', \
  'mdi-finite-key.csv' every ::102::152 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'four intensities, 10^{13}', \
  'mdi-finite-key.csv' every ::153::203 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'four intensities, 10^{12}', \
  'mdi-finite-key.csv' every ::204::254 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title 'four intensities, 10^{11}', \
  'mdi-finite-key.csv' every ::255::305 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#56b4e9' lw 1.8 dt solid title 'three intensities, 10^{15} pairs', \
  'mdi-finite-key.csv' every ::306::356 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt (10,5.6) title 'three intensities, 10^{13}', \
  'mdi-finite-key.csv' every ::0::50 using (column('distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only'

unset output
