# 'Asymmetric MDI-QKD: equal settings against settings of their own'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'mdi-asymmetric-gnuplot.svg'
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
set xrange [10.0:110.0]
set format x '%g'
set xtics 20
set mxtics 4
set logscale y 10
set yrange [1e-10:1.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Bob''s arm, with Alice 10 km from the relay (km)'
unset label 1000
set key at graph 0.01071, graph 0.01604 left bottom vertical maxcols 1
plot \
  'mdi-asymmetric.csv' every ::0::25 using (column('bob_distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'own settings, 10^{13} pairs', \
  'mdi-asymmetric.csv' every ::26::51 using (column('bob_distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'equal settings, 10^{13} pairs', \
  'mdi-asymmetric.csv' every ::52::77 using (column('bob_distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'own settings, 10^{12} pairs', \
  'mdi-asymmetric.csv' every ::78::103 using (column('bob_distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'equal settings, 10^{12} pairs', \
  'mdi-asymmetric.csv' every ::0::25 using (column('bob_distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only'

unset output
