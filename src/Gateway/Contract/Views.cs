using Exchange.Commands;
using Exchange.Disclosure;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Puts a view into the form in which it leaves.</summary>
internal static class Views
{
    /// <summary>A page as the bytes of a <see cref="V1.GetBasisdossierResponse"/>.</summary>
    public static byte[] Write(BasisdossierPage page, EncodedSections encoded)
    {
        const int Field = V1.GetBasisdossierResponse.SectionsFieldNumber;
        var rest = Rest(page);
        var sections = page.View.Sections.Select(encoded.Of).ToList();
        var tag = CodedOutputStream.ComputeTagSize(Field);
        var bytes = new byte[rest.CalculateSize() + sections.Sum(section => tag + CodedOutputStream.ComputeBytesSize(section))];
        using var output = new CodedOutputStream(bytes);
        rest.WriteTo(output);

        // In a message, a field's place among other fields says nothing.
        foreach (var section in sections)
        {
            output.WriteTag(Field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(section);
        }

        output.CheckNoSpaceLeft();
        return bytes;
    }

    // All but the sections.
    private static V1.GetBasisdossierResponse Rest(BasisdossierPage page)
    {
        var response = new V1.GetBasisdossierResponse
        {
            View = Vocabulary.Level(page.View.Level),
            NextPageToken = page.NextPageToken,
            Sources = { page.Sources.Select(Source) },
        };
        switch (page.View.Reference)
        {
            case ViewReference.ById id:
                response.CaseId = id.Case.Value;
                break;
            case ViewReference.ByPseudonym pseudonym:
                (response.Pseudonym, response.SubjectPseudonym) = (pseudonym.Pseudonym, pseudonym.Subject);
                break;
            case ViewReference.ByAlias alias:
                response.Alias = alias.Alias;
                break;
        }

        return response;
    }

    private static V1.SourceStatus Source(AskedSource source) => new()
    {
        Source = source.Partner,
        State = Vocabulary.SourceState(source.State),
        Age = source.Age is { } age ? new Duration { Seconds = (long)age.TotalSeconds } : null,
    };

    /// <summary>What a recipient takes on.</summary>
    public static V1.Obligations Obligations(SectionObligations obligations) => new()
    {
        Purpose = obligations.Purpose,
        KeepUntil = ValueWriter.Date(obligations.KeepUntil),
        Onward = obligations.Onward,
    };

    /// <summary>One section.</summary>
    public static V1.DisclosedSection Section(DisclosedSection section)
    {
        var written = new V1.DisclosedSection
        {
            Category = section.Category,
            Source = section.Source,
            Level = Vocabulary.Level(section.Level),
            Article = section.Article ?? "",
            Obligations = Obligations(section.Obligations),
            SectionId = section.Id?.Value ?? "",
            Version = section.Version ?? 0,
            Date = section.Date is { } date ? ValueWriter.Date(date) : null,
            Documents = { section.Documents.Select(Documents.Info) },
            TextResidue = section.Residual is { } residual
                ? new V1.TextResidue { Places = residual.Places, Occupations = residual.Occupations, RareEvents = residual.RareEvents }
                : null,
        };
        if (section.Level > Consent.Level.Existence)
            SectionWriter.Write(section.Category, section.Content, written);
        return written;
    }
}
