namespace Exchange.Consent;

/// <summary>Reads the invariants.</summary>
internal sealed class InvariantReader(Names names, Mistakes mistakes)
{
    public IReadOnlyList<Invariant> Read(MapReader top)
    {
        var invariants = new List<Invariant>();
        var maps = Sequence.Of(top, "invariants", required: false, mistakes);
        foreach (var map in maps)
        {
            var name = map.Text("name");
            var never = map.Map("never", required: true);
            map.Done();
            if (never is null)
                continue;
            var scope = Scope(never);
            var above = never.Word<Level>("above", required: true);
            never.Done();
            if (above == Level.Full)
                mistakes.Warn(never.PlaceOf("above"), "Nothing is above full: this invariant always holds.");
            if (name is not null && above is not null)
                invariants.Add(new Invariant(name, scope, above.Value, map.Place.Line));
        }

        if (maps.Count > Limits.Invariants)
            mistakes.Add(top.PlaceOf("invariants"), $"More than {Limits.Invariants} invariants; a covenant has fewer.");
        return invariants;
    }

    private InvariantScope Scope(MapReader never)
    {
        var scope = new InvariantScope
        {
            Partners = never.References("partner", "partner", names.Partners),
            Circles = never.Words<Circle>("circle"),
            Kinds = never.Words<PartnerKind>("kind"),
            Roles = never.References("role", "role", names.Roles),
            Relations = never.Words<Relation>("relation"),
            Forums = never.References("forum", "forum", names.ForumsAndNone),
            Purposes = never.References("purpose", "purpose", names.Purposes),
            Cases = never.Words<CaseState>("case"),
            Consents = never.Words<ConsentStatus>("consent"),
            Secrecies = never.Words<Secrecy>("secrecy"),
            Minors = never.Words<Minority>("minor"),
            Handlings = never.Words<Handling>("handling"),
            Categories = never.References("categories", "category", names.Categories),
            Sources = never.References("source", "partner", names.Partners),
        };
        if (scope.Relations is not null && scope.Relations.Contains(Relation.Backup))
            mistakes.Add(never.PlaceOf("relation"), ForumReader.BackupIsNone);
        return scope;
    }
}
