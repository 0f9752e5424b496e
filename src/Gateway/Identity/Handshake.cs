using System.Security.Cryptography.X509Certificates;
using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>How far one connection came; among its features.</summary>
internal sealed class Handshake
{
    /// <summary>Whether it began: a TLS greeting was read. Whoever only opens a port or sends something else shook no hand.</summary>
    public bool Began { get; set; }

    /// <summary>Whether it was finished.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Why the client certificate did not count, if that is what was wrong.</summary>
    public HandshakeRefusal? Refusal { get; set; }

    /// <summary>The CAs between the client certificate and the root, which each call needs to look again.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; set; } = [];
}
