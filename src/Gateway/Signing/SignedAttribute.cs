namespace Exchange.Gateway.Signing;

/// <summary>
/// Marks an endpoint's method whose requests must be signed: of these the exact bytes of the first message are set aside before
/// gRPC reads it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignedAttribute : Attribute;
