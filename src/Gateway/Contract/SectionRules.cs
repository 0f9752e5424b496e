using Google.Protobuf;

namespace Exchange.Gateway.Contract;

/// <summary>
/// The form of a contributed section: every value is one that can be contributed, and every date is one. What it may say is the
/// covenant's business; see <see cref="Dossiers.ContentRules"/>.
/// </summary>
internal static class SectionRules
{
    private const int MaxFields = 64;

    /// <summary>Checks the section of a contribution. Its fields are named as the covenant names them.</summary>
    public static void Check(Findings findings, string path, V1.Contribution contribution)
    {
        if (contribution.ContentCase == V1.Contribution.ContentOneofCase.None)
        {
            findings.Add(path, "must hold the section of one category");
        }
        else if (contribution.ContentCase == V1.Contribution.ContentOneofCase.Other)
        {
            Check(findings, $"{path}.other", contribution.Other);
        }
        else
        {
            var (category, field) = SectionMapping.Contributed.Single(c => c.Value.Accessor.HasValue(contribution));
            Check(findings, $"{path}.{category}", category, (IMessage)field.Accessor.GetValue(contribution));
        }
    }

    /// <summary>Checks a section that has a message of its own.</summary>
    public static void Check(Findings findings, string path, string category, IMessage section)
    {
        foreach (var (name, field) in SectionMapping.FieldsOf(category).OrderBy(f => f.Value.FieldNumber))
            CheckValue(findings, $"{path}.{name}", field.Accessor.GetValue(section));
    }

    private static void Check(Findings findings, string path, V1.GenericSection section)
    {
        findings.Id($"{path}.category", section.Category);
        findings.Require($"{path}.category", !SectionMapping.IsTyped(section.Category), "has a message of its own");
        if (!findings.Most($"{path}.fields", section.Fields, MaxFields))
            return;
        findings.Distinct($"{path}.fields", [.. section.Fields.Select(f => f.Name)]);
        for (var i = 0; i < section.Fields.Count; i++)
        {
            findings.Id($"{path}.fields[{i}].name", section.Fields[i].Name);
            CheckValue(findings, $"{path}.fields[{i}]", section.Fields[i].ValueCase switch
            {
                V1.GenericField.ValueOneofCase.Date => section.Fields[i].Date,
                V1.GenericField.ValueOneofCase.Address => section.Fields[i].Address,
                V1.GenericField.ValueOneofCase.Persons => section.Fields[i].Persons,
                V1.GenericField.ValueOneofCase.None => None.Value,
                _ => null,
            });
        }
    }

    // Texts and numbers have no form of their own here, and an absent value is null.
    private static void CheckValue(Findings findings, string path, object? value)
    {
        switch (value)
        {
            case V1.DateValue { ValueCase: V1.DateValue.ValueOneofCase.Date } date:
                findings.PartialDay(path, date.Date);
                break;
            case V1.PersonsValue { ValueCase: V1.PersonsValue.ValueOneofCase.List } persons:
                for (var i = 0; i < persons.List.Items.Count; i++)
                {
                    if (persons.List.Items[i].BirthDate is { } birth)
                        findings.PartialDay($"{path}[{i}].birthDate", birth);
                }

                break;
            case V1.AddressValue { ValueCase: V1.AddressValue.ValueOneofCase.Address }:
                break;
            case V1.DateValue or V1.AddressValue or V1.PersonsValue or None:
                findings.Add(path, "must hold a value as it is, not a generalised one or none");
                break;
        }
    }

    private sealed class None
    {
        public static readonly None Value = new();
    }
}
