namespace Exchange.Consent;

/// <summary>What is looked at before any article, in the order in which it is looked at.</summary>
internal static class Checks
{
    /// <summary>A guard whose input is unknown does not let through.</summary>
    public static IEnumerable<CheckFinding> Guards(Covenant covenant, DecisionInput input)
    {
        var until = covenant.Until is { } end ? $" until {end:yyyy-MM-dd}" : "";
        yield return new CheckFinding(
            "inForce",
            input.Date is { } day && covenant.InForceOn(day),
            $"{(input.Date is { } date ? $"{date:yyyy-MM-dd}" : "an unknown day")}; the covenant is in force from {covenant.From:yyyy-MM-dd}{until}");
        yield return new CheckFinding("restriction", input.Restriction == Restriction.None, input.Restriction switch
        {
            Restriction.None => "processing is not restricted",
            Restriction.Restricted => "processing is restricted (art. 18 AVG)",
            _ => "unknown whether processing is restricted",
        });
        var inSignalForum = input.Forum is Forum.Meldpunt or Forum.Voorportaal && covenant.Forums.ContainsKey(input.Forum);
        yield return new CheckFinding("case", !Consent.Guards.HoldsFor(input.Case, inSignalForum), input.Case switch
        {
            CaseState.Signal => inSignalForum ? $"a signal, in the {input.Forum}" : $"a signal, which exists only in {Forum.Meldpunt} and {Forum.Voorportaal}",
            { } state when Enum.IsDefined(state) => Words.Of(state),
            _ => "unknown, and may be destroyed",
        });
        yield return new CheckFinding("handling", input.Handling == Handling.Open, input.Handling switch
        {
            Handling.Open => "open",
            Handling.AskSource => "askSource: the source has not agreed",
            Handling.Embargo => "embargo: the moment has not come",
            Handling.Secret => "secret: no grant overrides it",
            _ => "unknown",
        });
    }

    /// <summary>An unknown forum refuses nobody as a member; what it leaves unknown fails grants later.</summary>
    public static IEnumerable<CheckFinding> Caller(Covenant covenant, DecisionInput input)
    {
        var partner = covenant.Partners.GetValueOrDefault(input.Partner ?? "");
        yield return new CheckFinding("partner", partner is not null, partner is not null ? $"{partner.Id} is listed" : $"{input.Partner ?? "an unknown partner"} is not listed");
        var listed = partner is not null && input.Role is not null && partner.Roles.Contains(input.Role);
        yield return new CheckFinding("role", listed, listed ? $"{partner!.Id} lists {input.Role}" : $"{input.Role ?? "an unknown role"} is not listed for {input.Partner ?? "an unknown partner"}");
        if (input.Roles is { } token)
            yield return new CheckFinding("token", input.Role is not null && token.Contains(input.Role), token.Count > 0 ? $"holds {string.Join(", ", token)}" : "holds no role");
        if (input.Category is not { } category || !covenant.Categories.ContainsKey(category))
            yield return new CheckFinding("category", false, $"{input.Category ?? "an unknown category"} is not defined");
        if (input.Forum is not { } forum || !covenant.Forums.ContainsKey(forum))
            yield break;
        var member = covenant.IsMember(forum, input.Partner, input.Role, input.Relation);
        yield return new CheckFinding("forum", member, member ? $"belongs to {forum}" : $"matches no member entry of {forum}");
    }
}
