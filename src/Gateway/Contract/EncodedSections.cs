using System.Runtime.CompilerServices;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Gateway.Contract;

/// <summary>
/// The sections of views as bytes. A section that is disclosed whole looks the same to whoever sees it by the same article for the
/// same purpose on the same day, so its bytes are kept with its content, and go when that goes.
/// </summary>
internal sealed class EncodedSections
{
    private readonly ConditionalWeakTable<SectionContent, Written> _written = [];

    /// <summary>A section as it stands in a response.</summary>
    public ByteString Of(DisclosedSection section)
    {
        if (section.Level != Level.Full)
            return Views.Section(section).ToByteString();
        if (_written.TryGetValue(section.Content, out var last) && last.Section == section)
            return last.Bytes;
        var bytes = Views.Section(section).ToByteString();
        _written.AddOrUpdate(section.Content, new Written(section, bytes));
        return bytes;
    }

    private sealed record Written(DisclosedSection Section, ByteString Bytes);
}
