using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>The form of one field's value, which is of the right kind already.</summary>
internal sealed class ValueRules(FieldRule rule, List<ContentViolation> findings)
{
    /// <summary>Adds what is wrong with the value.</summary>
    public void Check(string name, FieldValue value)
    {
        switch (value)
        {
            case TextValue { Text: var text }:
                CheckText(name, text);
                break;
            case TextsValue { Texts: var texts }:
                CheckCount(name, texts.Count, ContentRules.MaxTexts);
                for (var i = 0; i < texts.Count; i++)
                    CheckLine($"{name}[{i}]", texts[i]);
                break;
            case DateValue { Date: var date }:
                CheckDate(name, date);
                break;
            case AddressValue address:
                CheckAddress(name, address);
                break;
            case PersonsValue { Persons: var persons }:
                CheckCount(name, persons.Count, ContentRules.MaxPersons);
                for (var i = 0; i < persons.Count; i++)
                    CheckPerson($"{name}[{i}]", persons[i]);
                break;
        }
    }

    private void CheckText(string name, string text)
    {
        if (rule.Type == FieldType.FreeText)
        {
            CheckCharacters(name, text, ContentRules.MaxFreeText, "\n\t");
            return;
        }

        if (!CheckLine(name, text))
            return;
        if (rule.Type == FieldType.Bsn && !Bsn.IsValid(text))
            findings.Add(new(name, "must be nine digits that pass the 11-test"));
        if (rule.Type == FieldType.Code && rule.Values.Count > 0 && !rule.Values.Contains(text, StringComparer.Ordinal))
            findings.Add(new(name, "is none of the codes that the covenant lists"));
    }

    private void CheckAddress(string name, AddressValue address)
    {
        if (address is { Street: "", HouseNumber: "", Postcode: "", City: "", Lines: [] })
            findings.Add(new(name, "is empty"));
        CheckPart($"{name}.street", address.Street);
        CheckPart($"{name}.houseNumber", address.HouseNumber);
        CheckPart($"{name}.city", address.City);
        if (address.Postcode.Length > 0 && !Postcode.IsValid(address.Postcode))
            findings.Add(new($"{name}.postcode", "must be four digits and two capitals without a space"));
        if (address.Lines.Count > ContentRules.MaxTexts)
            findings.Add(new($"{name}.lines", $"has more than {ContentRules.MaxTexts} items"));
        for (var i = 0; i < address.Lines.Count; i++)
            CheckLine($"{name}.lines[{i}]", address.Lines[i]);
    }

    private void CheckPerson(string name, RelatedPerson person)
    {
        if (person is { Relationship: "", FirstNames: "", SurnamePrefix: "", Surname: "", BirthDate: null })
            findings.Add(new(name, "is empty"));
        CheckPart($"{name}.relationship", person.Relationship);
        CheckPart($"{name}.firstNames", person.FirstNames);
        CheckPart($"{name}.surnamePrefix", person.SurnamePrefix);
        CheckPart($"{name}.surname", person.Surname);
        if (person.BirthDate is { } birth)
            CheckDate($"{name}.birthDate", birth);
    }

    private void CheckCount(string name, int count, int most)
    {
        if (count == 0)
            findings.Add(new(name, "is empty"));
        else if (count > most)
            findings.Add(new(name, $"has more than {most} items"));
    }

    // The default value of the type is no date.
    private void CheckDate(string name, PartialDate date)
    {
        if (!PartialDate.IsValid(date.Year, date.Month, date.Day))
            findings.Add(new(name, "must be a year, a year and month, or a full calendar date"));
    }

    private void CheckPart(string name, string text)
    {
        if (text.Length > 0)
            CheckLine(name, text);
    }

    private bool CheckLine(string name, string text) => CheckCharacters(name, text, ContentRules.MaxText, "");

    private bool CheckCharacters(string name, string text, int longest, string allowedControls)
    {
        var wrong =
            string.IsNullOrWhiteSpace(text) ? "is empty"
            : text.Length > longest ? $"is longer than {longest} characters"
            : text.Any(c => char.IsControl(c) && !allowedControls.Contains(c)) ? "holds control characters"
            : HasLoneSurrogate(text) ? "is not well-formed Unicode"
            : null;
        if (wrong is not null)
            findings.Add(new(name, wrong));
        return wrong is null;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
