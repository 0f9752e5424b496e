using Google.Protobuf;

namespace Exchange.Wire;

/// <summary>
/// Finds what a message holds and the contract does not know. Protobuf keeps such fields and says nothing; here they may have been
/// a restriction that a newer client counts on, or something that nobody asked for, so the message is refused.
/// </summary>
public static class UnknownFields
{
    /// <summary>Whether a message, or one within it, holds a field that the contract does not know.</summary>
    /// <param name="message">The message.</param>
    public static bool Find(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);

        // A parser that drops unknown fields, at every depth, gives a smaller message when there are any.
        var known = message.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(message.ToByteArray());
        return known.CalculateSize() != message.CalculateSize();
    }
}
