namespace Exchange.Cli.Demo;

/// <summary>Somebody who calls the gateway.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Actor">The person, by the subject of the partner's tokens.</param>
/// <param name="Role">The role in which the person acts.</param>
internal sealed record Person(string Partner, string Actor, string Role);
