# 'Twin-field QKD over arms that are not alike'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'twin-field-asymmetric-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series5 << EOD
x,y,low,high
4.942523346745845,4.623056090363042e-05,4.623056090363042e-05,4.623056090363042e-05
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:30.0]
set format x '%g'
set xtics 5
set mxtics 5
set logscale y 10
set yrange [1e-09:0.1]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Further loss of Bob''s arm (dB)'
unset label 1000
set key at graph 0.9895, graph 0.9831 right top vertical maxcols 1
plot \
  'twin-field-asymmetric.csv' every ::0::60 using (column('bob_excess_loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'each user''s own intensity', \
  'twin-field-asymmetric.csv' every ::61::121 using (column('bob_excess_loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'the same intensity', \
  'twin-field-asymmetric.csv' every ::0::60 using (column('bob_excess_loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only', \
  'twin-field-asymmetric.csv' every ::0::60 using (column('bob_excess_loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater', \
  $panel1_series5 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
