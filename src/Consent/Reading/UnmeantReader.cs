namespace Exchange.Consent;

/// <summary>Warns about what a covenant may say but hardly means.</summary>
internal sealed class UnmeantReader(CovenantParts covenant, CompiledTable table, MapReader top, Mistakes mistakes)
{
    public void Warn()
    {
        if (covenant.Header.Title.Length == 0)
            mistakes.Warn(top.Place, "The covenant has no title.");
        if (covenant.Signatories.Count == 0)
            mistakes.Warn(top.Place, "The covenant names no signatories, so nobody can put it in force.");
        if (!covenant.Categories.Values.Any(category => category.Identifying))
            mistakes.Warn(top.PlaceOf("categories"), "No category is identifying, so nothing limits what one response shows together.");
        foreach (var forum in covenant.Forums.Values.Where(forum => forum.Members.Count == 0))
            mistakes.Warn(top.PlaceOf("forums"), $"Forum '{forum.Id}' has no members: everybody gets nothing there.");
        foreach (var article in table.NeverReached)
            mistakes.Warn(new Place(article.Line, 1), $"Article '{article.Id}' can never apply: no caller meets its conditions together, or no grant is there to lower.");
        if (covenant.Districts.Count == 0 && covenant.Categories.Values.Any(UsesDistricts))
            mistakes.Warn(top.PlaceOf("categories"), "A field is generalised to its district, but the covenant has no 'districts': it will be left out.");
    }

    private static bool UsesDistricts(CategoryRule category) =>
        category.Fields.Values.Any(field => field.Pseudonymised == Generalisation.District || field.Anonymised == Generalisation.District);
}
