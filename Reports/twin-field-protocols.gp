# 'Protocols with a station in the middle'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'twin-field-protocols-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series8 << EOD
x,y,low,high
35.412897328892825,0.0004149036484647802,0.0004149036484647802,0.0004149036484647802
100.76874282449961,1.2086491658406497e-10,1.2086491658406497e-10,1.2086491658406497e-10
39.12429717045664,0.00017651084304578545,0.00017651084304578545,0.00017651084304578545
113.56115811409316,6.354168536282761e-12,6.354168536282761e-12,6.354168536282761e-12
44.32231800423793,5.332744360705538e-05,5.332744360705538e-05,5.332744360705538e-05
113.23824730629208,6.844627352067363e-12,6.844627352067363e-12,6.844627352067363e-12
49.883139792504664,1.4820497771747232e-05,1.4820497771747232e-05,1.4820497771747232e-05
112.75519048761385,7.64989529062061e-12,7.64989529062061e-12,7.64989529062061e-12
45.54645597954857,4.022860714224455e-05,4.022860714224455e-05,4.022860714224455e-05
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:120.0]
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
set key at graph 0.01071, graph 0.01687 left bottom vertical maxcols 1
plot \
  'twin-field-protocols.csv' every ::0::120 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'Curty-Azuma-Lo', \
  'twin-field-protocols.csv' every ::121::241 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'SNS with AOPP', \
  'twin-field-protocols.csv' every ::242::362 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'mode-pairing', \
  'twin-field-protocols.csv' every ::363::483 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'phase-matching', \
  'twin-field-protocols.csv' every ::484::604 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title 'TF-QKD 2018 (heuristic)', \
  'twin-field-protocols.csv' every ::0::120 using (column('loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only', \
  'twin-field-protocols.csv' every ::0::120 using (column('loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater', \
  $panel1_series8 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
