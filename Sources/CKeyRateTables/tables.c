// SPDX-License-Identifier: GPL-3.0-or-later
// The files are taken in as they stand in the repository, so that there is one copy of each.
#include "keyrate_tables.h"

// #embed is C23; this package's C standard is older, and the compiler says so at every use.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define FILE_NAMED(text, symbol) {text, symbol, sizeof(symbol)}

static const unsigned char bb84[] = {
#embed "checkpoints/bb84.csv"
};
static const unsigned char bounds[] = {
#embed "checkpoints/bounds.csv"
};
static const unsigned char cv[] = {
#embed "checkpoints/cv.csv"
};
static const unsigned char mdi[] = {
#embed "checkpoints/mdi.csv"
};
static const unsigned char photons[] = {
#embed "checkpoints/photons.csv"
};
static const unsigned char sns[] = {
#embed "checkpoints/sns.csv"
};
static const unsigned char tf[] = {
#embed "checkpoints/tf.csv"
};

static const keyrate_file checkpoints[] = {
    FILE_NAMED("bb84.csv", bb84),
    FILE_NAMED("bounds.csv", bounds),
    FILE_NAMED("cv.csv", cv),
    FILE_NAMED("mdi.csv", mdi),
    FILE_NAMED("photons.csv", photons),
    FILE_NAMED("sns.csv", sns),
    FILE_NAMED("tf.csv", tf),
};

const keyrate_file *keyrate_checkpoints(void) { return checkpoints; }
size_t keyrate_checkpoint_count(void) { return COUNT(checkpoints); }

static const unsigned char boaron_2018_251km[] = {
#embed "../../Parameters/published/boaron-2018-251km.toml"
};
static const unsigned char boaron_2018_302km[] = {
#embed "../../Parameters/published/boaron-2018-302km.toml"
};
static const unsigned char boaron_2018_354km[] = {
#embed "../../Parameters/published/boaron-2018-354km.toml"
};
static const unsigned char boaron_2018_404km[] = {
#embed "../../Parameters/published/boaron-2018-404km.toml"
};
static const unsigned char boaron_2018_421km[] = {
#embed "../../Parameters/published/boaron-2018-421km.toml"
};
static const unsigned char chen_2021_511km[] = {
#embed "../../Parameters/published/chen-2021-511km.toml"
};
static const unsigned char curras_lorenzo_2021[] = {
#embed "../../Parameters/published/curras-lorenzo-2021.toml"
};
static const unsigned char curty_2014[] = {
#embed "../../Parameters/published/curty-2014.toml"
};
static const unsigned char curty_azuma_lo_2019[] = {
#embed "../../Parameters/published/curty-azuma-lo-2019.toml"
};
static const unsigned char grasselli_curty_2019[] = {
#embed "../../Parameters/published/grasselli-curty-2019.toml"
};
static const unsigned char gys_2004[] = {
#embed "../../Parameters/published/gys-2004.toml"
};
static const unsigned char hajomer_2024_100km[] = {
#embed "../../Parameters/published/hajomer-2024-100km.toml"
};
static const unsigned char hajomer_2024_16qam_1db[] = {
#embed "../../Parameters/published/hajomer-2024-16qam-1db.toml"
};
static const unsigned char hajomer_2024_16qam_2db[] = {
#embed "../../Parameters/published/hajomer-2024-16qam-2db.toml"
};
static const unsigned char hajomer_2024_64qam[] = {
#embed "../../Parameters/published/hajomer-2024-64qam.toml"
};
static const unsigned char hajomer_2025[] = {
#embed "../../Parameters/published/hajomer-2025.toml"
};
static const unsigned char huang_2016[] = {
#embed "../../Parameters/published/huang-2016.toml"
};
static const unsigned char jain_2022[] = {
#embed "../../Parameters/published/jain-2022.toml"
};
static const unsigned char jiang_2021[] = {
#embed "../../Parameters/published/jiang-2021.toml"
};
static const unsigned char jouguet_2013[] = {
#embed "../../Parameters/published/jouguet-2013.toml"
};
static const unsigned char kth_2002[] = {
#embed "../../Parameters/published/kth-2002.toml"
};
static const unsigned char lim_2014[] = {
#embed "../../Parameters/published/lim-2014.toml"
};
static const unsigned char liu_2023_1002km[] = {
#embed "../../Parameters/published/liu-2023-1002km.toml"
};
static const unsigned char lo_curty_qi_2012[] = {
#embed "../../Parameters/published/lo-curty-qi-2012.toml"
};
static const unsigned char lodewyck_2007[] = {
#embed "../../Parameters/published/lodewyck-2007.toml"
};
static const unsigned char lucamarini_2018[] = {
#embed "../../Parameters/published/lucamarini-2018.toml"
};
static const unsigned char ma_zeng_zhou_2018[] = {
#embed "../../Parameters/published/ma-zeng-zhou-2018.toml"
};
static const unsigned char micius_2020[] = {
#embed "../../Parameters/published/micius-2020.toml"
};
static const unsigned char neumann_2022[] = {
#embed "../../Parameters/published/neumann-2022.toml"
};
static const unsigned char rusca_2018[] = {
#embed "../../Parameters/published/rusca-2018.toml"
};
static const unsigned char stucki_2002[] = {
#embed "../../Parameters/published/stucki-2002.toml"
};
static const unsigned char wang_xu_lo_2019[] = {
#embed "../../Parameters/published/wang-xu-lo-2019.toml"
};
static const unsigned char yin_2016[] = {
#embed "../../Parameters/published/yin-2016.toml"
};
static const unsigned char zhang_2020_140km[] = {
#embed "../../Parameters/published/zhang-2020-140km.toml"
};
static const unsigned char zhang_2020_203km[] = {
#embed "../../Parameters/published/zhang-2020-203km.toml"
};
static const unsigned char zhang_2020_27km[] = {
#embed "../../Parameters/published/zhang-2020-27km.toml"
};
static const unsigned char zhang_2020_49km[] = {
#embed "../../Parameters/published/zhang-2020-49km.toml"
};
static const unsigned char zhang_2020_70km[] = {
#embed "../../Parameters/published/zhang-2020-70km.toml"
};
static const unsigned char zhang_2020_99km[] = {
#embed "../../Parameters/published/zhang-2020-99km.toml"
};
static const unsigned char zhang_2025[] = {
#embed "../../Parameters/published/zhang-2025.toml"
};
static const unsigned char zhong_2019[] = {
#embed "../../Parameters/published/zhong-2019.toml"
};
static const unsigned char zhong_2021[] = {
#embed "../../Parameters/published/zhong-2021.toml"
};
static const unsigned char zhou_2023_mode_pairing[] = {
#embed "../../Parameters/published/zhou-2023-mode-pairing.toml"
};
static const unsigned char zhou_2023_sns[] = {
#embed "../../Parameters/published/zhou-2023-sns.toml"
};
static const unsigned char zhou_yu_wang_2016[] = {
#embed "../../Parameters/published/zhou-yu-wang-2016.toml"
};

static const keyrate_file published[] = {
    FILE_NAMED("boaron-2018-251km.toml", boaron_2018_251km),
    FILE_NAMED("boaron-2018-302km.toml", boaron_2018_302km),
    FILE_NAMED("boaron-2018-354km.toml", boaron_2018_354km),
    FILE_NAMED("boaron-2018-404km.toml", boaron_2018_404km),
    FILE_NAMED("boaron-2018-421km.toml", boaron_2018_421km),
    FILE_NAMED("chen-2021-511km.toml", chen_2021_511km),
    FILE_NAMED("curras-lorenzo-2021.toml", curras_lorenzo_2021),
    FILE_NAMED("curty-2014.toml", curty_2014),
    FILE_NAMED("curty-azuma-lo-2019.toml", curty_azuma_lo_2019),
    FILE_NAMED("grasselli-curty-2019.toml", grasselli_curty_2019),
    FILE_NAMED("gys-2004.toml", gys_2004),
    FILE_NAMED("hajomer-2024-100km.toml", hajomer_2024_100km),
    FILE_NAMED("hajomer-2024-16qam-1db.toml", hajomer_2024_16qam_1db),
    FILE_NAMED("hajomer-2024-16qam-2db.toml", hajomer_2024_16qam_2db),
    FILE_NAMED("hajomer-2024-64qam.toml", hajomer_2024_64qam),
    FILE_NAMED("hajomer-2025.toml", hajomer_2025),
    FILE_NAMED("huang-2016.toml", huang_2016),
    FILE_NAMED("jain-2022.toml", jain_2022),
    FILE_NAMED("jiang-2021.toml", jiang_2021),
    FILE_NAMED("jouguet-2013.toml", jouguet_2013),
    FILE_NAMED("kth-2002.toml", kth_2002),
    FILE_NAMED("lim-2014.toml", lim_2014),
    FILE_NAMED("liu-2023-1002km.toml", liu_2023_1002km),
    FILE_NAMED("lo-curty-qi-2012.toml", lo_curty_qi_2012),
    FILE_NAMED("lodewyck-2007.toml", lodewyck_2007),
    FILE_NAMED("lucamarini-2018.toml", lucamarini_2018),
    FILE_NAMED("ma-zeng-zhou-2018.toml", ma_zeng_zhou_2018),
    FILE_NAMED("micius-2020.toml", micius_2020),
    FILE_NAMED("neumann-2022.toml", neumann_2022),
    FILE_NAMED("rusca-2018.toml", rusca_2018),
    FILE_NAMED("stucki-2002.toml", stucki_2002),
    FILE_NAMED("wang-xu-lo-2019.toml", wang_xu_lo_2019),
    FILE_NAMED("yin-2016.toml", yin_2016),
    FILE_NAMED("zhang-2020-140km.toml", zhang_2020_140km),
    FILE_NAMED("zhang-2020-203km.toml", zhang_2020_203km),
    FILE_NAMED("zhang-2020-27km.toml", zhang_2020_27km),
    FILE_NAMED("zhang-2020-49km.toml", zhang_2020_49km),
    FILE_NAMED("zhang-2020-70km.toml", zhang_2020_70km),
    FILE_NAMED("zhang-2020-99km.toml", zhang_2020_99km),
    FILE_NAMED("zhang-2025.toml", zhang_2025),
    FILE_NAMED("zhong-2019.toml", zhong_2019),
    FILE_NAMED("zhong-2021.toml", zhong_2021),
    FILE_NAMED("zhou-2023-mode-pairing.toml", zhou_2023_mode_pairing),
    FILE_NAMED("zhou-2023-sns.toml", zhou_2023_sns),
    FILE_NAMED("zhou-yu-wang-2016.toml", zhou_yu_wang_2016),
};

const keyrate_file *keyrate_published(void) { return published; }
size_t keyrate_published_count(void) { return COUNT(published); }

static const unsigned char result_schema[] = {
#embed "../../Reports/schema/keyrate-results-1.schema.json"
};

static const keyrate_file schemas[] = {
    FILE_NAMED("keyrate-results-1.schema.json", result_schema),
};

const keyrate_file *keyrate_schemas(void) { return schemas; }
size_t keyrate_schema_count(void) { return COUNT(schemas); }

static const unsigned char bb84_sheet[] = {
#embed "../BB84/BB84.docc/FormulaSheet.md"
};
static const unsigned char tf_sheet[] = {
#embed "../TwinField/TwinField.docc/FormulaSheet.md"
};
static const unsigned char sns_sheet[] = {
#embed "../SendingOrNotSending/SendingOrNotSending.docc/FormulaSheet.md"
};
static const unsigned char mdi_sheet[] = {
#embed "../MDI/MDI.docc/FormulaSheet.md"
};
static const unsigned char cv_sheet[] = {
#embed "../ContinuousVariable/ContinuousVariable.docc/FormulaSheet.md"
};
static const unsigned char entanglement_sheet[] = {
#embed "../Entanglement/Entanglement.docc/FormulaSheet.md"
};
static const unsigned char photons_sheet[] = {
#embed "../PhotonSources/PhotonSources.docc/FormulaSheet.md"
};
static const unsigned char bounds_sheet[] = {
#embed "../KeyRateBounds/KeyRateBounds.docc/FormulaSheet.md"
};

static const keyrate_file formula_sheets[] = {
    FILE_NAMED("bb84.md", bb84_sheet),
    FILE_NAMED("tf.md", tf_sheet),
    FILE_NAMED("sns.md", sns_sheet),
    FILE_NAMED("mdi.md", mdi_sheet),
    FILE_NAMED("cv.md", cv_sheet),
    FILE_NAMED("bounds.md", bounds_sheet),
    FILE_NAMED("entanglement.md", entanglement_sheet),
    FILE_NAMED("photons.md", photons_sheet),
};

const keyrate_file *keyrate_formula_sheets(void) { return formula_sheets; }
size_t keyrate_formula_sheet_count(void) { return COUNT(formula_sheets); }
