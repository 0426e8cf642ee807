namespace Impasto.Studio.Uploads;

/// <summary>A file of a form.</summary>
/// <param name="Field">The field that has it.</param>
/// <param name="Name">Its name, as it was sent.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record SentFile(string Field, string Name, byte[] Bytes);
