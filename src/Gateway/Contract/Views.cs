using Exchange.Commands;
using Exchange.Disclosure;

namespace Exchange.Gateway.Contract;

/// <summary>Puts a view into the form in which it leaves.</summary>
internal static class Views
{
    /// <summary>A page as a response.</summary>
    public static V1.GetBasisdossierResponse Response(BasisdossierPage page)
    {
        var response = new V1.GetBasisdossierResponse
        {
            View = Vocabulary.Level(page.View.Level),
            Sections = { page.View.Sections.Select(Section) },
            NextPageToken = page.NextPageToken,
        };
        switch (page.View.Reference)
        {
            case ViewReference.ById id:
                response.CaseId = id.Case.Value;
                break;
            case ViewReference.ByPseudonym pseudonym:
                response.Pseudonym = pseudonym.Pseudonym;
                break;
            case ViewReference.ByAlias alias:
                response.Alias = alias.Alias;
                break;
        }

        return response;
    }

    private static V1.DisclosedSection Section(DisclosedSection section)
    {
        var written = new V1.DisclosedSection
        {
            Category = section.Category,
            Source = section.Source,
            Level = Vocabulary.Level(section.Level),
            Article = section.Article ?? "",
            Obligations = new V1.Obligations
            {
                Purpose = section.Obligations.Purpose,
                KeepUntil = ValueWriter.Date(section.Obligations.KeepUntil),
                Onward = section.Obligations.Onward,
            },
            SectionId = section.Id?.Value ?? "",
            Version = section.Version ?? 0,
            Date = section.Date is { } date ? ValueWriter.Date(date) : null,
        };
        if (section.Level > Consent.Level.Existence)
            SectionWriter.Write(section.Category, section.Content, written);
        return written;
    }
}
