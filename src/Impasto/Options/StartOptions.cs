using Impasto.Text;

namespace Impasto;

/// <summary>The picture from which the optimisation starts.</summary>
public sealed record StartOptions
{
    internal static IReadOnlyList<OptionEntry<StartOptions>> Entries { get; } =
    [
        OptionEntries.Choice<StartOptions, StartMode>(
            new("init", "Picture to start from", "From which picture to start."),
            o => o.Init, (o, v) => o with { Init = v }),
        OptionEntries.Number<StartOptions>(
            new("init-noise", "Noise to start from",
                "Standard deviation of the noise to start from, in pixel units of the convention."),
            (0, 1000), o => o.InitNoise, (o, v) => o with { InitNoise = v }),
        OptionEntries.Integer<StartOptions>(
            new("seed", "Number that chance starts from", "Seed of everything random."),
            (int.MinValue, int.MaxValue), o => o.Seed, (o, v) => o with { Seed = v }),
    ];

    /// <summary>Why an option has no effect: "without init noise"; null if it has one.</summary>
    /// <param name="name">The option's name.</param>
    internal string? Unused(string name) => name switch
    {
        "init-noise" when Init != StartMode.Noise => "without init noise",
        "seed" when Init is not (StartMode.Noise or StartMode.Varied) => "without init noise or varied",
        _ => null,
    };

    /// <summary>From which picture to start. Default: the content.</summary>
    public StartMode Init { get; init; } = StartMode.Content;

    /// <summary>
    /// Standard deviation of the noise that <see cref="StartMode.Noise"/> starts from, in the pixel units of the
    /// convention (0 to 1 for RGB, or the network's input), around mid-grey or the network's mean. Range: 0 to 1000.
    /// Default 0.2.
    /// </summary>
    public double InitNoise { get; init; } = 0.2;

    /// <summary>Seed of everything random. Range: -2147483648 to 2147483647. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The start of one of several pictures that differ: the first is this start, others are varied or have other
    /// noise.
    /// </summary>
    /// <param name="number">Which picture, from 1.</param>
    /// <exception cref="InvalidOptionsException">The start is a fixed picture.</exception>
    public StartOptions Variation(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return Init is StartMode.Picture or StartMode.Style
            ? throw new InvalidOptionsException(
                "Variations: expected init content, varied or noise, got a fixed picture.")
            : this with
            {
                Init = Init == StartMode.Content && number > 1 ? StartMode.Varied : Init,
                Seed = unchecked(Seed + number - 1),
            };
    }
}
