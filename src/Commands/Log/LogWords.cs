using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// Keeps words that nobody defined off the log: a search's own entry names what was searched for, as far as today's covenant knows the
/// word, or some entry that the reviewer may see has it, from a covenant of before.
/// </summary>
internal static class LogWords
{
    private const string NoForum = "none";

    /// <summary>What is wrong with a filter, or null.</summary>
    /// <param name="covenant">The covenant.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="isOnTheLog">Whether entries have all its words.</param>
    public static Refusal? Check(Covenant covenant, LogFilter filter, bool isOnTheLog)
    {
        if (isOnTheLog)
            return null;
        if (filter.Partner is { } partner && !covenant.Partners.ContainsKey(partner))
            return new Refusal(RefusalReason.PartnerUnknown, "The covenant does not define the partner of the filter.");
        if (filter.Purpose is { } purpose && !covenant.Purposes.Contains(purpose))
            return Refusals.PurposeUnknown;
        if (filter.Category is { } category && !covenant.Categories.ContainsKey(category))
            return new Refusal(RefusalReason.CategoryUnknown, "The covenant does not define the category of the filter.");
        if (filter.Forum is { } forum && forum != NoForum && !covenant.Forums.ContainsKey(forum))
            return new Refusal(RefusalReason.ForumUnknown, "The covenant does not define the forum of the filter.");
        if (filter.Event is { } kind && !EventWords.IsKnown(kind))
            return Refusals.Field("filter.event", "is no kind of entry");
        if (filter.Role is { } role && !covenant.Partners.Values.Any(p => p.Roles.Contains(role)))
            return Refusals.Field("filter.role", "is a role that the covenant lists for no partner");
        if (filter.Article is { } article && covenant.Article(article) is null)
            return Refusals.Field("filter.article", "is no article of the covenant");
        return filter.Level is { } level && !Enum.GetValues<Level>().Any(l => Words.Of(l) == level)
            ? Refusals.Field("filter.level", "is no level")
            : null;
    }
}
