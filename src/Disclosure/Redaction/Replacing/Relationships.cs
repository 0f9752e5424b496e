namespace Exchange.Disclosure.Redaction;

/// <summary>What somebody can be to the subject in a label: words that say no more than that. The dossier's own text may hold a name.</summary>
internal static class Relationships
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "moeder", "vader", "ouder", "broer", "zus", "zoon", "dochter", "kind", "partner", "echtgenoot", "echtgenote", "oom", "tante", "opa", "oma", "neef", "nicht",
        "stiefvader", "stiefmoeder", "pleegvader", "pleegmoeder", "voogd", "vriend", "vriendin", "buurman", "buurvrouw",
    };

    /// <summary>Whether a word is one of them.</summary>
    public static bool Are(string word) => Words.Contains(word);
}
