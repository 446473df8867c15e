# 'One station in the middle: finite keys of 10^10 and 10^14 rounds'
set encoding utf8
set minussign
set terminal svg enhanced size 760,746 font 'Helvetica,13.05' background rgb 'white'
set output 'twin-field-records-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series14 << EOD
x,y,low,high
39.660476331591354,0.0001560092638565141,0.0001560092638565141,0.0001560092638565141
97.23941868810168,2.7241603667936803e-10,2.7241603667936803e-10,2.7241603667936803e-10
52.04588650238098,9.007146879310818e-06,9.007146879310818e-06,9.007146879310818e-06
71.24399464469293,1.0833657335269506e-07,1.0833657335269506e-07,1.0833657335269506e-07
35.41289732889383,0.00041490364843258063,0.00041490364843258063,0.00041490364843258063
100.76873682612168,1.2086508382670052e-10,1.2086508382670052e-10,1.2086508382670052e-10
45.133930282601575,4.4237254873206155e-05,4.4237254873206155e-05,4.4237254873206155e-05
99.3191911458778,1.6875452404191152e-10,1.6875452404191152e-10,1.6875452404191152e-10
53.072828437053474,7.1103792506345145e-06,7.1103792506345145e-06,7.1103792506345145e-06
75.15592837657033,4.401307463226412e-08,4.401307463226412e-08,4.401307463226412e-08
44.272923685865884,5.393743489984225e-05,5.393743489984225e-05,5.393743489984225e-05
100.49833492075236,1.2862963870325615e-10,1.2862963870325615e-10,1.2862963870325615e-10
39.80034018500381,0.00015106479247353516,0.00015106479247353516,0.00015106479247353516
45.286900956369095,4.270619425985924e-05,4.270619425985924e-05,4.270619425985924e-05
81.62355619470264,9.927020666215165e-09,9.927020666215165e-09,9.927020666215165e-09
39.126248005245806,0.00017643156796473604,0.00017643156796473604,0.00017643156796473604
49.88313979250412,1.4820497776862624e-05,1.4820497776862624e-05,1.4820497776862624e-05
44.322318004236166,5.332744362695192e-05,5.332744362695192e-05,5.332744362695192e-05
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [30.0:110.0]
set format x '%g'
set xtics 10
set mxtics 5
set logscale y 10
set yrange [1e-09:0.01]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Channel loss (dB)'
unset label 1000
set key outside bottom center horizontal
plot \
  'twin-field-records.csv' every ::0::40 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'Curty-Azuma-Lo, 10^{14} rounds: Twin-field (Curty-Azuma-Lo), three decoys, finite key (planning)', \
  'twin-field-records.csv' every ::41::81 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'Curty-Azuma-Lo, 10^{10} rounds: Twin-field (Curty-Azuma-Lo), three decoys, finite key (planning)', \
  'twin-field-records.csv' every ::82::122 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt (10,5.6) title 'Curty-Azuma-Lo, infinite data: Twin-field (Curty-Azuma-Lo), infinitely many decoys (planning)', \
  'twin-field-records.csv' every ::123::163 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'SNS, 10^{14} rounds: Sending-or-not-sending, finite key (planning)', \
  'twin-field-records.csv' every ::164::204 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'SNS, 10^{10} rounds: Sending-or-not-sending, finite key (planning)', \
  'twin-field-records.csv' every ::205::245 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt (10,5.6) title 'SNS, infinite data: Sending-or-not-sending, asymptotic (as published, comparison only)', \
  'twin-field-records.csv' every ::246::286 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'SNS with pairing, 10^{14} rounds: Sending-or-not-sending with odd-parity pairing, finite key (planning)', \
  'twin-field-records.csv' every ::287::327 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'SNS with pairing, 10^{10} rounds: Sending-or-not-sending with odd-parity pairing, finite key (planning)', \
  'twin-field-records.csv' every ::328::368 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt (10,5.6) title 'SNS with pairing, infinite data: Sending-or-not-sending with odd-parity pairing, asymptotic (as published, comparison only)', \
  'twin-field-records.csv' every ::369::409 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt (10,5.6) title 'Phase-matching, infinite data: Phase-matching, infinitely many decoys (as published, comparison only)', \
  'twin-field-records.csv' every ::410::450 using (column('loss_db')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt (10,5.6) title 'Mode-pairing, infinite data: Mode-pairing, infinitely many decoys (as published, comparison only)', \
  'twin-field-records.csv' every ::0::40 using (column('loss_db')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB: no repeater', \
  'twin-field-records.csv' every ::0::40 using (column('loss_db')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater in the middle', \
  $panel1_series14 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
