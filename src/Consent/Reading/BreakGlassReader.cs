namespace Exchange.Consent;

/// <summary>Reads who may break the glass.</summary>
internal sealed class BreakGlassReader(Names names, Mistakes mistakes)
{
    private const int LongestMinutes = 60;

    public BreakGlassRule Read(MapReader top)
    {
        if (top.Map("breakGlass", required: false) is not { } map)
            return BreakGlassRule.Default;
        var allowed = map.YesOrNo("allowed") ?? true;
        var roles = map.References("role", "role", names.Roles);
        var purposes = map.References("for", "purpose", names.Purposes);
        var minutes = map.Number("minutes", 1, LongestMinutes, required: false);
        map.Done();
        if (!allowed && (roles is not null || purposes is not null || minutes is not null))
            mistakes.Add(map.PlaceOf("allowed"), "Nobody may break the glass, so there is nothing to say of who may or for how long.");
        return new BreakGlassRule(allowed, roles, purposes, minutes ?? LongestMinutes);
    }
}
