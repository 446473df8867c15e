# 'Four protocols with one set of devices'
set encoding utf8
set minussign
set terminal svg enhanced size 760,689 font 'Helvetica,13.05' background rgb 'white'
set output 'flagship-comparison-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

$panel1_series11 << EOD
x,y,low,high
222.0123128708206,5.2352347613324684e-05,5.2352347613324684e-05,5.2352347613324684e-05
456.081123394235,1.0903152166818674e-09,1.0903152166818674e-09,1.0903152166818674e-09
196.49374832636357,0.00016956065814432018,0.00016956065814432018,0.00016956065814432018
EOD

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:480.0]
set format x '%g'
set xtics 100
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
set x2tics 20
set mx2tics 4
set x2label 'Channel loss (dB)'
unset label 1000
set key outside bottom center horizontal
plot \
  'flagship-comparison.csv' every ::0::96 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'Decoy BB84, two decoys, finite key (planning)', \
  'flagship-comparison.csv' every ::97::193 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt (10,5.6) title 'Decoy BB84, two decoys, limit of infinite blocks (planning)', \
  'flagship-comparison.csv' every ::194::290 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'MDI-QKD, four intensities, finite key (planning)', \
  'flagship-comparison.csv' every ::291::387 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt (10,5.6) title 'MDI-QKD, infinitely many decoys, asymptotic (planning)', \
  'flagship-comparison.csv' every ::388::484 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'Twin-field (Curty-Azuma-Lo), three decoys, finite key (planning)', \
  'flagship-comparison.csv' every ::485::581 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt (10,5.6) title 'Twin-field (Curty-Azuma-Lo), three decoys, asymptotic (planning)', \
  'flagship-comparison.csv' every ::582::678 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'Gaussian modulation, heterodyne, finite key, collective Gaussian attacks (planning)', \
  'flagship-comparison.csv' every ::679::775 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt (10,5.6) title 'Gaussian modulation, heterodyne, asymptotic (planning)', \
  'flagship-comparison.csv' every ::0::96 using (column('distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB: no repeater', \
  'flagship-comparison.csv' every ::194::290 using (column('distance_km')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater in the middle', \
  $panel1_series11 using (column('x')):(column('y') > 0 ? column('y') : NaN) with points lc rgb '#1a1a1a' pt 7 ps 0.8 title 'crosses the repeaterless bound'

unset output
