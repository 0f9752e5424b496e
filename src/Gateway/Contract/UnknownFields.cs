using Google.Protobuf;

namespace Exchange.Gateway.Contract;

/// <summary>
/// Finds what a request holds and the contract does not know. Protobuf keeps such fields and says nothing; here they may have been
/// a restriction that a newer client counts on, so the request is refused.
/// </summary>
internal static class UnknownFields
{
    /// <summary>Whether a message, or one within it, holds a field that the contract does not know.</summary>
    public static bool Find(IMessage message)
    {
        // A parser that drops unknown fields, at every depth, gives a smaller message when there are any.
        var known = message.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(message.ToByteArray());
        return known.CalculateSize() != message.CalculateSize();
    }
}
