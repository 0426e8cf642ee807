namespace Impasto.Studio.Sharing;

/// <summary>A picture of a recipe.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Data">Its file; null if the recipe names it only.</param>
internal sealed record SharedPicture(string Name, byte[]? Data);
