# 'Twin-field QKD: dark counts decide how far'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'twin-field-dark-counts-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series7 << EOD
x,y,low,high
35.29791678135718,0.00042603667265267675,0.00042603667265267675,0.00042603667265267675
120.77620483744948,1.2065742614209926e-12,1.2065742614209926e-12,1.2065742614209926e-12
35.412897328892825,0.0004149036484647802,0.0004149036484647802,0.0004149036484647802
100.76874282449961,1.2086491658406497e-10,1.2086491658406497e-10,1.2086491658406497e-10
35.806395323057295,0.00037895884185487226,0.00037895884185487226,0.00037895884185487226
80.69270525625784,1.229996895392997e-08,1.229996895392997e-08,1.229996895392997e-08
37.508418914171166,0.00025607736389234964,0.00025607736389234964,0.00025607736389234964
59.820343371659355,1.503628089265884e-06,1.503628089265884e-06,1.503628089265884e-06
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:130.0]
set format x '%g'
set xtics 20
set mxtics 4
set logscale y 10
set yrange [1e-11:10.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Loss between Alice and Bob, detectors included (dB)'
unset label 1000
set key at graph 0.9893, graph 0.9831 right top vertical maxcols 1
plot \
  'twin-field-dark-counts.csv' every ::0::130 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title '10^{−9} per window', \
  'twin-field-dark-counts.csv' every ::131::261 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title '10^{−8} per window', \
  'twin-field-dark-counts.csv' every ::262::392 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title '10^{−7} per window', \
  'twin-field-dark-counts.csv' every ::393::523 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title '10^{−6} per window', \
  'twin-field-dark-counts.csv' every ::0::130 using (column('loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only', \
  'twin-field-dark-counts.csv' every ::0::130 using (column('loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater', \
  $panel1_series7 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
