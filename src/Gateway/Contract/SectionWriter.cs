using System.Collections;
using Exchange.Dossiers;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Exchange.Gateway.Contract;

/// <summary>Puts what may be seen of a section into the message of its category.</summary>
internal static class SectionWriter
{
    /// <summary>
    /// Writes a content. A field that the contract has no place for, or another kind of place, is left out: a covenant can name it
    /// (<see cref="CovenantFit"/> tells the operator), but this client could not read it.
    /// </summary>
    public static void Write(string category, SectionContent content, V1.DisclosedSection into)
    {
        if (SectionMapping.Disclosed.TryGetValue(category, out var typed))
            Write(category, content, into, typed);
        else
            into.Other = Generic(category, content);
    }

    /// <inheritdoc cref="Write(string, SectionContent, V1.DisclosedSection)"/>
    public static void Write(string category, SectionContent content, V1.Contribution into)
    {
        if (SectionMapping.Contributed.TryGetValue(category, out var typed))
            Write(category, content, into, typed);
        else
            into.Other = Generic(category, content);
    }

    private static V1.GenericSection Generic(string category, SectionContent content) =>
        new() { Category = category, Fields = { content.Fields.Select(f => ValueWriter.Generic(f.Key, f.Value)) } };

    private static void Write(string category, SectionContent content, IMessage into, FieldDescriptor typed)
    {
        var section = typed.MessageType.Parser.ParseFrom(ByteString.Empty);
        var fields = SectionMapping.FieldsOf(category);
        foreach (var (name, value) in content.Fields)
        {
            if (fields.TryGetValue(name, out var field))
                Write(section, field, value);
        }

        typed.Accessor.SetValue(into, section);
    }

    private static void Write(IMessage section, FieldDescriptor field, FieldValue value)
    {
        switch (value)
        {
            case TextValue text when field is { FieldType: FieldType.String, IsRepeated: false }:
                field.Accessor.SetValue(section, text.Text);
                break;
            case TextsValue texts when field is { FieldType: FieldType.String, IsRepeated: true }:
                var list = (IList)field.Accessor.GetValue(section);
                foreach (var text in texts.Texts)
                    list.Add(text);
                break;
            case NumberValue number when field.FieldType == FieldType.Int64:
                field.Accessor.SetValue(section, number.Number);
                break;
            case DateValue or AgeBandValue when Holds(V1.DateValue.Descriptor):
                field.Accessor.SetValue(section, ValueWriter.Date(value));
                break;
            case AddressValue or DistrictValue when Holds(V1.AddressValue.Descriptor):
                field.Accessor.SetValue(section, ValueWriter.Address(value));
                break;
            case PersonsValue or CountValue when Holds(V1.PersonsValue.Descriptor):
                field.Accessor.SetValue(section, ValueWriter.Persons(value));
                break;
        }

        bool Holds(MessageDescriptor type) => field.FieldType == FieldType.Message && field.MessageType == type;
    }
}
