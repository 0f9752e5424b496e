namespace Exchange.Disclosure.Redaction;

/// <summary>Words behind which a full stop ends no sentence.</summary>
internal static class Abbreviations
{
    /// <summary>Whether a word is one.</summary>
    public static bool Contains(in Token word) => word.Length <= 5 && Known.Contains(word.Hash);

    private static readonly WordSet Known = new(
        "mevr mw mvr mej dhr mnr hr dr drs ir ing mr prof ds fam st burg bijv bv nl nr tel art blz ca evt resp incl excl jan "
        + "feb febr mrt apr jun jul aug sep sept okt nov dec geb wnd vs vgl zgn");
}
