using System.Collections.Frozen;
using Exchange.Dossiers;
using Exchange.Partners.V1;
using Exchange.Wire;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Exchange.PartnerAdapters;

/// <summary>Between questions and answers and the messages of <c>exchange.partner.v1</c>.</summary>
internal static class PartnerMessages
{
    private static readonly FrozenDictionary<string, FieldDescriptor> Typed = SectionMapping.TypedSections(PartnerSection.Descriptor);

    /// <summary>The question as it leaves: who, and what is asked for. There is no more in it.</summary>
    public static GetSectionsRequest Question(SourceQuestion question) => new()
    {
        QuestionId = question.Id,
        Bsn = question.Bsn,
        Asked = { question.Asked.Select(asked => new Partners.V1.AskedCategory { Category = asked.Rule.Id, Fields = { asked.Fields } }) },
    };

    /// <summary>What came, in the domain's words; or what is wrong with it.</summary>
    public static SourceAnswer Answer(SourceQuestion question, GetSectionsResponse response)
    {
        if (UnknownFields.Find(response))
            return new SourceAnswer.Malformed(SourceFault.NotAskedFor);
        if (response.QuestionId != question.Id)
            return new SourceAnswer.Malformed(SourceFault.NotTheProtocol);
        try
        {
            return (response.Answer, response.Sections.Count, response.AsOf) switch
            {
                (Partners.V1.Answer.Refused, 0, _) => new SourceAnswer.Refused(),
                (Partners.V1.Answer.NothingFound, 0, { } asOf) => new SourceAnswer.Given([], asOf.ToDateTimeOffset()),
                (Partners.V1.Answer.Found, > 0, { } asOf) => new SourceAnswer.Given([.. response.Sections.Select(Section)], asOf.ToDateTimeOffset()),
                _ => new SourceAnswer.Malformed(SourceFault.NotTheProtocol),
            };
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // An impossible date, a generalised value, a field twice.
            return new SourceAnswer.Malformed(SourceFault.BadContent);
        }
    }

    private static SourceSection Section(PartnerSection section)
    {
        var (category, content) = Content(section);
        return new SourceSection(
            section.Bsn,
            category,
            content,
            section.Date is { } date ? ValueReader.Read(date) : null,
            ValueReader.Read(section.KeepUntil));
    }

    private static (string Category, SectionContent Content) Content(PartnerSection section)
    {
        if (section.ContentCase == PartnerSection.ContentOneofCase.Other)
        {
            return SectionMapping.IsTyped(section.Other.Category)
                ? throw new InvalidOperationException("The category has a message of its own.")
                : (section.Other.Category, SectionReader.Read(section.Other));
        }

        var (category, field) = Typed.Single(t => t.Value.Accessor.HasValue(section));
        return (category, SectionReader.Read(category, (IMessage)field.Accessor.GetValue(section)));
    }
}
