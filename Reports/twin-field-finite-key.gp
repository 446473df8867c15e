# 'Twin-field QKD with finite keys'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'twin-field-finite-key-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series9 << EOD
x,y,low,high
37.10746985575254,0.00028084702283113735,0.00028084702283113735,0.00028084702283113735
98.55754686317952,2.0110361874519995e-10,2.0110361874519995e-10,2.0110361874519995e-10
39.66047633136398,0.00015600926376341278,0.00015600926376341278,0.00015600926376341278
97.23941305682607,2.7241640731600685e-10,2.7241640731600685e-10,2.7241640731600685e-10
40.544624561137766,0.00012727152236385745,0.00012727152236385745,0.00012727152236385745
96.07312956922269,3.563375447858832e-10,3.563375447858832e-10,3.563375447858832e-10
42.017203988190445,9.067087094472129e-05,9.067087094472129e-05,9.067087094472129e-05
93.28828361991917,6.766221003290225e-10,6.766221003290225e-10,6.766221003290225e-10
44.74897788096528,4.833748233738303e-05,4.833748233738303e-05,4.833748233738303e-05
86.68300615520852,3.0965202538482994e-09,3.0965202538482994e-09,3.0965202538482994e-09
52.04585242214992,9.00721755399879e-06,9.00721755399879e-06,9.00721755399879e-06
71.24485696100389,1.0831507613537965e-07,1.0831507613537965e-07,1.0831507613537965e-07
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [20.0:104.0]
set format x '%g'
set xtics 20
set mxtics 4
set logscale y 10
set yrange [1e-12:1.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Loss between Alice and Bob, detectors included (dB)'
unset label 1000
set key at graph 0.01071, graph 0.01687 left bottom vertical maxcols 1
plot \
  'twin-field-finite-key.csv' every ::0::14 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'infinite data, three decoys', \
  'twin-field-finite-key.csv' every ::15::29 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title '10^{14} rounds', \
  'twin-field-finite-key.csv' every ::30::44 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title '10^{13} rounds', \
  'twin-field-finite-key.csv' every ::45::59 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title '10^{12} rounds', \
  'twin-field-finite-key.csv' every ::60::74 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title '10^{11} rounds', \
  'twin-field-finite-key.csv' every ::75::89 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#56b4e9' lw 1.8 dt solid title '10^{10} rounds', \
  'twin-field-finite-key.csv' every ::0::14 using (column('loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB, fibre only', \
  'twin-field-finite-key.csv' every ::0::14 using (column('loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater', \
  $panel1_series9 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
