# 'Finite-key BB84 with two decoys'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'lim-finite-key-gnuplot.svg'
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
  'lim-finite-key.csv' every ::0::80 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'infinite block', \
  'lim-finite-key.csv' every ::81::161 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title '10^{11} sifted bits', \
  'lim-finite-key.csv' every ::162::242 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title '10^{10} sifted bits', \
  'lim-finite-key.csv' every ::243::323 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title '10^{9} sifted bits', \
  'lim-finite-key.csv' every ::324::404 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title '10^{8} sifted bits', \
  'lim-finite-key.csv' every ::405::485 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#56b4e9' lw 1.8 dt solid title '10^{7} sifted bits', \
  'lim-finite-key.csv' every ::486::566 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt (10,5.6) title '10^{6} sifted bits', \
  'lim-finite-key.csv' every ::567::647 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt (10,5.6) title '10^{5} sifted bits', \
  'lim-finite-key.csv' every ::0::80 using (column('distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, one mode per pulse'

unset output
