using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Uploads;

/// <summary>A form as a request sent it.</summary>
/// <param name="Fields">Its texts.</param>
/// <param name="Files">Its files, in order.</param>
internal sealed record SentForm(IFormCollection Fields, IReadOnlyList<SentFile> Files);
