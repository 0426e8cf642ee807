namespace Impasto.Studio.Tokens;

/// <summary>A token as lists show it: nobody can have the token itself again.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was created.</param>
public sealed record NamedToken(string Name, DateTimeOffset Created);
