# 'How many decoys? BB84 with the GYS link'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'gys-asymptotic-gnuplot.svg'
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
set link x2 via (0.21)*x+(0.0) inverse (x-(0.0))/(0.21)
set logscale y 10
set yrange [1e-11:10.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Fibre length (km)'
set x2tics 5
set mx2tics 5
set x2label 'Channel loss (dB)'
unset label 1000
set key at graph 0.01071, graph 0.01848 left bottom vertical maxcols 1
plot \
  'gys-asymptotic.csv' every ::0::150 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'infinitely many decoys', \
  'gys-asymptotic.csv' every ::151::301 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'vacuum and weak decoy', \
  'gys-asymptotic.csv' every ::302::452 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'one decoy', \
  'gys-asymptotic.csv' every ::0::150 using (column('distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, one mode per pulse'

unset output
