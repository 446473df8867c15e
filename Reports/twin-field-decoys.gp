# 'Twin-field QKD: how many decoys'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'twin-field-decoys-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series7 << EOD
x,y,low,high
35.41289732882207,0.00041490365074630796,0.00041490365074630796,0.00041490365074630796
100.76855477378565,1.2087015876127995e-10,1.2087015876127995e-10,1.2087015876127995e-10
36.028062823510275,0.0003600994482642998,0.0003600994482642998,0.0003600994482642998
100.06483421747261,1.421317662304068e-10,1.421317662304068e-10,1.421317662304068e-10
37.107469855752036,0.00028084702280698474,0.00028084702280698474,0.00028084702280698474
98.55762159972437,2.011001459687666e-10,2.011001459687666e-10,2.011001459687666e-10
49.91312651149355,1.4718518672649284e-05,1.4718518672649284e-05,1.4718518672649284e-05
89.23832162815052,1.719263238739129e-09,1.719263238739129e-09,1.719263238739129e-09
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [10.0:105.0]
set format x '%g'
set xtics 20
set mxtics 4
set logscale y 10
set yrange [1e-11:1.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Loss between Alice and Bob, detectors included (dB)'
unset label 1000
set key at graph 0.01071, graph 0.01751 left bottom vertical maxcols 1
plot \
  'twin-field-decoys.csv' every ::0::19 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'infinitely many decoys', \
  'twin-field-decoys.csv' every ::20::39 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'four decoys: 0.4, 0.1, 0.02, 10^{−4}', \
  'twin-field-decoys.csv' every ::40::59 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'three decoys', \
  'twin-field-decoys.csv' every ::60::79 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'two decoys', \
  'twin-field-decoys.csv' every ::0::19 using (column('loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only', \
  'twin-field-decoys.csv' every ::0::19 using (column('loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater', \
  $panel1_series7 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
