using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Web;

/// <summary>The fields of a form that creates a run, beside one for every option by its name on the command line.</summary>
internal sealed class RunFields
{
    /// <summary>The photograph.</summary>
    public IFormFile? Content { get; set; }

    /// <summary>The paintings, one or more; or text instead of a file: sample:swirls.jpg, or an address where the studio allows it.</summary>
    public IFormFileCollection? Style { get; set; }

    /// <summary>The paintings' shares, in their order (files first); 1 where not given, 0 for one that counts in its regions only.</summary>
    public double[]? Weight { get; set; }

    /// <summary>Masks: white is the region.</summary>
    public IFormFileCollection? Region { get; set; }

    /// <summary>For each mask keep, or the number of its painting from 1.</summary>
    public string[]? RegionStyle { get; set; }

    /// <summary>The recipe to start from: fine, where not given.</summary>
    public string? Preset { get; set; }
}
