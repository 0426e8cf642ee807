namespace Impasto.Cli.Requests;

/// <summary>What is painted in one pass, and with which decoder.</summary>
/// <param name="Record">Pictures and recipe; a learned style is not among the paintings.</param>
internal sealed record GlanceRequest(RunRecord Record)
{
    /// <summary>The names of paintings, or of the learned style.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How much of the way to the paintings, 0 to 100.</summary>
    public required double Strength { get; init; }

    /// <summary>The file of a decoder; null for the program's.</summary>
    public string? Decoder { get; init; }

    /// <summary>The file of a learned style; null for none.</summary>
    public string? LearnedStyle { get; init; }

    /// <summary>See <see cref="Glance.HoldsMoments"/>.</summary>
    public bool HoldsMoments { get; init; }

    /// <summary>Threads; 0 for all.</summary>
    public int Threads { get; init; }

    /// <summary>All files and addresses that are read.</summary>
    public IReadOnlyList<string> Inputs =>
        [.. Record.Pictures.Select(picture => picture.Name), .. Names, .. Decoder is null ? (string[])[] : [Decoder]];

    /// <summary>How many pictures are to come from standard input.</summary>
    public int StandardInputs
    {
        get
        {
            int count = 0;
            Record.WithPictures(picture =>
            {
                count += picture.Name == "-" ? 1 : 0;
                return picture;
            });
            return count;
        }
    }

    /// <summary>Opens the networks.</summary>
    /// <exception cref="ImpastoException">A file can't be read.</exception>
    public Glance Open()
    {
        var device = new CpuDevice(Threads);
        return LearnedStyle is { } style
            ? new Glance(Impasto.LearnedStyle.Load(style), device) { HoldsMoments = HoldsMoments }
            : new Glance(Decoder, device) { HoldsMoments = HoldsMoments };
    }
}
