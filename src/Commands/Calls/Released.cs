namespace Exchange.Commands;

/// <summary>A response in the form in which it leaves: the message, and its exact bytes for the log.</summary>
/// <typeparam name="T">The endpoint's message.</typeparam>
/// <param name="Message">The message.</param>
/// <param name="Bytes">Its serialised bytes, as they go over the wire before compression.</param>
public sealed record Encoded<T>(T Message, ReadOnlyMemory<byte> Bytes);

/// <summary>A response that is on the log and may leave.</summary>
/// <typeparam name="T">The endpoint's message.</typeparam>
/// <param name="Message">The message.</param>
/// <param name="Nonce">The nonce (32 bytes) under which the entry holds the HMAC of the response; goes into the trailer.</param>
/// <param name="Receipt">Where the entry stands; goes into the trailer too.</param>
public sealed record Released<T>(T Message, ReadOnlyMemory<byte> Nonce, Receipt Receipt);
