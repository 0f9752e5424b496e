namespace Exchange.Gateway.Identity;

/// <summary>The configuration of identity cannot be used. The message is a sentence that says what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">What went wrong underneath, if anything.</param>
public sealed class IdentityConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
