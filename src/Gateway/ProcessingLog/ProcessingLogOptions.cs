using Exchange.Commands;
using Exchange.Gateway.Hosting;

namespace Exchange.Gateway.ProcessingLog;

/// <summary>
/// Where records of processing go, after the standard Logboek Dataverwerkingen (Logius): configuration section <c>ProcessingLog</c>.
/// </summary>
public sealed class ProcessingLogOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "ProcessingLog";

    /// <summary>
    /// The log, as in <c>https://logboek.gemeente.example:4317</c>: it speaks OTLP over gRPC. Empty: nothing is sent. Without TLS on the
    /// loopback interface only.
    /// </summary>
    public string Endpoint { get; set; } = "";

    /// <summary>For every purpose of the covenants: the processing activity in the register (AVG art. 30), as a URI.</summary>
    public IDictionary<string, string> Activities { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The activity of what happens for no purpose of a covenant, such as taking over a case; a URI.</summary>
    public string OtherActivity { get; set; } = "";

    /// <summary>How long after it was written an entry is sent at the latest, while all goes well, in seconds; 1 to 3600.</summary>
    public int EverySeconds { get; set; } = 5;

    /// <summary>Checks every value; null when nothing is to be sent.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used; the message says what to do.</exception>
    internal Uri? Validate(Partnerships partnerships)
    {
        if (Endpoint.Length == 0)
            return null;
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            throw new ConfigurationException("ProcessingLog:Endpoint is not a URL such as https://logboek.gemeente.example:4317.");
        if (endpoint.Scheme == "http" && !endpoint.IsLoopback)
            throw new ConfigurationException("ProcessingLog:Endpoint must be https: records of processing travel with TLS only.");
        if (EverySeconds is < 1 or > 3600)
            throw new ConfigurationException("ProcessingLog:EverySeconds must be 1 to 3600.");
        if (!Uri.TryCreate(OtherActivity, UriKind.Absolute, out _))
            throw new ConfigurationException("ProcessingLog:OtherActivity must be the URI of an activity in the register of processing.");
        foreach (var purpose in partnerships.All.SelectMany(p => partnerships.Find(p.Value)!.Purposes).Distinct(StringComparer.Ordinal))
        {
            if (!Activities.TryGetValue(purpose, out var activity) || !Uri.TryCreate(activity, UriKind.Absolute, out _))
                throw new ConfigurationException($"ProcessingLog:Activities lacks the URI of the activity for purpose {purpose}.");
        }

        return endpoint;
    }
}
