namespace Exchange.Consent;

/// <summary>What gives nothing before any article is read. A guard whose input is unknown holds.</summary>
internal static class Guards
{
    /// <summary>Whether a guard holds that does not depend on the section (handling is the section's).</summary>
    public static bool Hold(Covenant covenant, DateOnly? date, Restriction? restriction, CaseState? state, string? forum) =>
        date is not { } day
        || !covenant.InForceOn(day)
        || restriction != Restriction.None
        || HoldsFor(state, forum is Forum.Meldpunt or Forum.Voorportaal && covenant.Forums.ContainsKey(forum));

    /// <summary>Signals live in two forums; destroyed cases nowhere; a state that is unknown may be destroyed.</summary>
    public static bool HoldsFor(CaseState? state, bool inSignalForum) => state switch
    {
        CaseState.Signal => !inSignalForum,
        CaseState.Weighed or CaseState.Declined or CaseState.Active or CaseState.OnHold or CaseState.Closed => false,
        _ => true,
    };
}
