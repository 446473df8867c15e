# 'Adaptive MDI-QKD: which sources beat the repeaterless bound'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'mdi-adaptive-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series8 << EOD
x,y,low,high
15.352874627758254,0.0426870632197696,0.0426870632197696,0.0426870632197696
15.497861358155111,0.041265265153572685,0.041265265153572685,0.041265265153572685
60.12266574900541,1.4025171326720576e-06,1.4025171326720576e-06,1.4025171326720576e-06
12.577162872229415,0.08198604635109578,0.08198604635109578,0.08198604635109578
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:80.0]
set format x '%g'
set xtics 10
set mxtics 5
set logscale y 10
set yrange [1e-11:10.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Channel loss, relay in the middle (dB)'
unset label 1000
set key outside right top vertical
plot \
  'mdi-adaptive.csv' every ::0::80 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'one pair always', \
  'mdi-adaptive.csv' every ::81::161 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'two pairs with probability 10^{−4}', \
  'mdi-adaptive.csv' every ::162::242 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'down-conversion, best at 40 dB', \
  'mdi-adaptive.csv' every ::243::323 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'down-conversion, best at 60 dB', \
  'mdi-adaptive.csv' every ::324::404 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title 'ideal memories', \
  'mdi-adaptive.csv' every ::0::80 using (column('loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only', \
  'mdi-adaptive.csv' every ::0::80 using (column('loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater', \
  $panel1_series8 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
