using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>
/// The fields of a form that creates a run. Every option is a field as well, by its name on the command line.
/// </summary>
internal sealed class RunFields
{
    /// <summary>The photograph.</summary>
    public IFormFile? Content { get; set; }

    /// <summary>
    /// The paintings, one or more; or text instead of a file: sample:swirls.jpg, or an address if the studio allows
    /// addresses.
    /// </summary>
    public IFormFileCollection? Style { get; set; }

    /// <summary>
    /// The paintings' shares, in their order (files first). Default 1; 0 uses a painting in its regions only.
    /// </summary>
    public double[]? Weight { get; set; }

    /// <summary>Masks: white is the region.</summary>
    public IFormFileCollection? Region { get; set; }

    /// <summary>For each mask keep, or the number of its painting from 1.</summary>
    public string[]? RegionStyle { get; set; }

    /// <summary>The preset to start from. Default: fine.</summary>
    public string? Preset { get; set; }
}
