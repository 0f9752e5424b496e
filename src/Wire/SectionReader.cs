using System.Collections.Immutable;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Wire;

/// <summary>Reads what a partner says, from the message of its category.</summary>
/// <remarks>
/// What was not checked before may hold what nobody can contribute: an impossible date, a generalised value, a field twice. Reading
/// that throws <see cref="ArgumentException"/> or <see cref="InvalidOperationException"/>.
/// </remarks>
public static class SectionReader
{
    /// <summary>The category and content of a contribution. Its form has been checked.</summary>
    /// <param name="contribution">The contribution; one section of it is set.</param>
    public static (string Category, SectionContent Content) Read(V1.Contribution contribution)
    {
        ArgumentNullException.ThrowIfNull(contribution);
        if (contribution.ContentCase == V1.Contribution.ContentOneofCase.Other)
            return (contribution.Other.Category, Read(contribution.Other));
        var (category, field) = SectionMapping.Contributed.Single(c => c.Value.Accessor.HasValue(contribution));
        return (category, Read(category, (IMessage)field.Accessor.GetValue(contribution)));
    }

    /// <summary>The content of a section that has a message of its own.</summary>
    /// <param name="category">The category, by the covenant's name.</param>
    /// <param name="section">The message.</param>
    public static SectionContent Read(string category, IMessage section)
    {
        var content = SectionContent.Empty.Fields.ToBuilder();
        foreach (var (name, field) in SectionMapping.FieldsOf(category))
        {
            var value = field.Accessor.GetValue(section) switch
            {
                string { Length: > 0 } text => new TextValue(text),
                IList<string> { Count: > 0 } texts => new TextsValue([.. texts]),
                long number when field.Accessor.HasValue(section) => new NumberValue(number),
                V1.DateValue date => ValueReader.Read(date),
                V1.AddressValue address => ValueReader.Read(address),
                V1.PersonsValue persons => ValueReader.Read(persons),
                _ => (FieldValue?)null,
            };
            if (value is not null)
                content.Add(name, value);
        }

        return new SectionContent(content.ToImmutable());
    }

    /// <summary>The content of a section of another category.</summary>
    /// <param name="section">The message.</param>
    public static SectionContent Read(V1.GenericSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return new SectionContent(section.Fields.ToImmutableSortedDictionary(
            field => field.Name,
            field => field.ValueCase switch
            {
                V1.GenericField.ValueOneofCase.Text => new TextValue(field.Text),
                V1.GenericField.ValueOneofCase.Texts => new TextsValue([.. field.Texts.Items]),
                V1.GenericField.ValueOneofCase.Date => ValueReader.Read(field.Date),
                V1.GenericField.ValueOneofCase.Address => ValueReader.Read(field.Address),
                V1.GenericField.ValueOneofCase.Number => new NumberValue(field.Number),
                V1.GenericField.ValueOneofCase.Persons => ValueReader.Read(field.Persons),
                V1.GenericField.ValueOneofCase.Flag => new FlagValue(field.Flag),
                _ => (FieldValue)ValueReader.Throw(),
            },
            StringComparer.Ordinal));
    }
}
