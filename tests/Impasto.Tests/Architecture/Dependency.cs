namespace Impasto.Tests.Architecture;

/// <summary>A place in the sources where one folder names a type of another.</summary>
/// <param name="From">The folder with the name.</param>
/// <param name="To">The folder with the type.</param>
/// <param name="Place">File and line of the name, and the type.</param>
internal sealed record Dependency(string From, string To, string Place);
