using Impasto.Color;
using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests;

public sealed class StylizerTests
{
    private static readonly Picture Content = TestPictures.Ramp(12, 10);
    private static readonly IReadOnlyList<WeightedStyle> Styles = [new WeightedStyle(TestPictures.Noise(11, 9, 7))];

    /// <summary>Few layers, few pixels, few steps.</summary>
    private static readonly StylizeOptions Quick = new()
    {
        Sizing = new() { Size = null, MinSize = 0 },
        Steps = [6],
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
            Content = ContentMode.Photo,
            ContentLayers = LayerWeights.Parse("conv2_1"),
            TvWeight = 0,
        },
    };

    private static readonly StylizeOptions QuickAdam = Quick with
    {
        Optimizer = new AdamOptions { LearningRate = 0.02 },
    };

    [Theory]
    [InlineData("lbfgs", "relative", 1)]
    [InlineData("adam", "relative", 0.02)]
    [InlineData("adam", "notebook", 0.02)]
    [InlineData("lbfgs", "neural-style", 1)]
    public void Run_any_optimiser_and_convention_lowers_the_loss(string optimizer, string convention, double rate)
    {
        StylizeResult result = Run(Quick with
        {
            Optimizer = OptimizerOptions.All.Single(known => known.Name == optimizer) with { LearningRate = rate },
            Losses = Quick.Losses with { Convention = Named.Convention(convention), StyleWeight = 1000 },
            Steps = [12],
        });

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.Equal(12, result.Losses.Count);
        Assert.True(result.Losses[^1] < 0.8 * result.Losses[0], $"from {result.Losses[0]} to {result.Losses[^1]}");
        Assert.Equal((12, 10), (result.Picture.Width, result.Picture.Height));
        Assert.Equal("Reference", result.Engine);
    }

    [Fact]
    public void Run_with_a_plan_does_as_the_plan_says()
    {
        using var scratch = new ScratchFolder();
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());
        StylizePlan plan = stylizer.Plan(new StylizeTask(Content, Styles, Quick));
        StylizePlan onDisk = plan with
        {
            Scales = [.. plan.Scales.Select(scale => scale with { OnDisk = true })],
            Folder = scratch.File("disk"),
        };

        StylizeResult result = stylizer.Run(
            new StylizeTask(Content, Styles, Quick) { Plan = onDisk },
            cancellation: TestContext.Current.CancellationToken);

        // There is memory enough: only the plan asks for files.
        Assert.True(Directory.Exists(onDisk.Folder));
        Assert.Equal(
            stylizer.Run(Content, Styles, Quick, cancellation: TestContext.Current.CancellationToken).Picture.Pixels,
            result.Picture.Pixels);
    }

    [Fact]
    public void Run_coarse_to_fine_ends_at_the_asked_size_and_counts_its_steps()
    {
        var heard = new Heard();

        StylizeResult result = Run(
            Quick with
            {
                Sizing = Quick.Sizing with { Size = 18, MinSize = 8, ScaleFactor = 1.6 },
                Steps = [3, 2, 0],
                Losses = Quick.Losses with { TvWeight = 1 },
            }, heard, clock: new Ticking());

        Assert.Equal((18, 15), (result.Picture.Width, result.Picture.Height));
        Assert.Equal([1, 2, 3, 4, 5], heard.Steps.Select(step => step.Step));
        Assert.Equal([1, 1, 1, 2, 2], heard.Steps.Select(step => step.Scale));
        Assert.Equal(
            [new(8, 7), new(8, 7), new(8, 7), new(12, 10), new(12, 10)], heard.Steps.Select(step => step.Size));
        Assert.All(heard.Steps, step => Assert.Equal((5, 3), (step.TotalSteps, step.Scales)));
        Assert.Equal(result.Losses, heard.Steps.Select(step => step.Loss.Total));
        Assert.All(
            heard.Steps,
            step => Assert.Equal(["content", "style", "tv", "range"], step.Loss.Parts.Select(part => part.Name)));
        Assert.All(heard.Steps.Zip(heard.Steps.Skip(1)), pair => Assert.True(pair.First.Seconds < pair.Second.Seconds));
        Assert.Equal(0, heard.Steps[^1].RemainingSeconds, 9);
        Assert.True(heard.Steps[0].RemainingSeconds > 0);
    }

    [Fact]
    public void Run_cancelled_midway_keeps_the_picture_so_far()
    {
        using var source = new CancellationTokenSource();
        var heard = new Heard(step =>
        {
            if (step.Step == 3)
                source.Cancel();
        });

        StylizeResult result = Run(QuickAdam, heard, source.Token);

        Assert.Equal(StylizeOutcome.Cancelled, result.Outcome);
        Assert.Equal(3, result.Losses.Count);
        Assert.Equal(heard.Pictures[2].Pixels, result.Picture.Pixels);
        Assert.NotEqual(Content.Pixels, result.Picture.Pixels);
    }

    [Fact]
    public async Task Run_that_waits_for_another_one_hears_its_cancellation()
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());
        using var isRunning = new ManualResetEventSlim();
        using var mayEnd = new ManualResetEventSlim();
        Task<StylizeResult> first = stylizer.RunAsync(
            new(Content, Styles, Quick),
            new Listener(_ =>
            {
                isRunning.Set();
                mayEnd.Wait(TestContext.Current.CancellationToken);
            }),
            TestContext.Current.CancellationToken);
        isRunning.Wait(TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        Task<StylizeResult> waiting = stylizer.RunAsync(new(Content, Styles, Quick), cancellation: source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.True(waiting.IsCanceled);
        mayEnd.Set();
        Assert.Equal(StylizeOutcome.Completed, (await first).Outcome);
    }

    [Fact]
    public void Run_cancelled_beforehand_gives_the_start()
    {
        StylizeResult result = Run(QuickAdam, cancelled: new CancellationToken(canceled: true));

        Assert.Equal(StylizeOutcome.Cancelled, result.Outcome);
        Assert.Empty(result.Losses);
        Assert.Equal(Content.Pixels, result.Picture.Pixels);
    }

    [Fact]
    public void Run_not_a_number_at_a_step_keeps_the_last_picture_with_a_finite_loss()
    {
        var heard = new Heard();

        StylizeResult result = Run(
            QuickAdam, heard, device: new TestDevice(inner => new FailingEngine(inner, from: 4)));

        // The loss of the third step was finite; what it made was evaluated fourth and was not.
        Assert.Equal(StylizeOutcome.Diverged, result.Outcome);
        Assert.Equal(3, result.Losses.Count);
        Assert.Equal(heard.Pictures[1].Pixels, result.Picture.Pixels);
    }

    [Theory]
    [InlineData(LineSearchMode.StrongWolfe)]
    [InlineData(LineSearchMode.None)]
    public void Run_not_a_number_ever_after_ends_lbfgs_with_a_finite_picture(LineSearchMode lineSearch)
    {
        StylizeResult result = Run(
            Quick with { Optimizer = new LbfgsOptions { LineSearch = lineSearch }, Steps = [50] },
            device: new TestDevice(inner => new FailingEngine(inner, from: 5)));

        Assert.Equal(StylizeOutcome.Diverged, result.Outcome);
        Assert.True(result.Losses.Count < 10);
        Assert.All(result.Losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.All(result.Picture.Pixels, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Run_not_a_number_once_goes_back_and_completes_with_smaller_steps()
    {
        var heard = new Heard();

        StylizeResult result = Run(
            QuickAdam, heard, device: new TestDevice(inner => new FailingEngine(inner, from: 4, to: 4)));

        Assert.Equal((StylizeOutcome.Completed, 6), (result.Outcome, result.Losses.Count));
        string note = Assert.Single(result.Notes);
        Assert.Equal(
            "After step 3 the loss was not a finite number: went back to the best picture, with steps a tenth as long.",
            note);
        // The fourth step began where the third had, and went a tenth as far.
        Assert.Equal(result.Losses[2], result.Losses[3]);
        Assert.Equal(0.002, Math.Abs(heard.Pictures[3].Pixels[0] - heard.Pictures[1].Pixels[0]), 1e-4);
    }

    [Fact]
    public void Run_not_a_number_ever_after_says_how_often_it_was_tried()
    {
        StylizeResult result = Run(QuickAdam, device: new TestDevice(inner => new FailingEngine(inner, from: 4)));

        Assert.Equal(4, result.Notes.Count);
        Assert.Equal(
            "After step 3 the loss was not a finite number: gave up with the best picture, after 3 tries with smaller "
                + "steps.",
            result.Notes[3]);
    }

    [Fact]
    public void Run_exploding_steps_come_down_until_they_work()
    {
        StylizeResult result = Run(QuickAdam with
        {
            Optimizer = QuickAdam.Optimizer with { LearningRate = 30 },
            Steps = [20],
        });

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.NotEmpty(result.Notes);
        Assert.All(result.Losses, loss => Assert.True(loss <= 100 * result.Losses[0]));
    }

    [Fact]
    public void Run_average_has_nothing_of_steps_that_were_taken_back()
    {
        StylizeResult result = Run(QuickAdam with
        {
            Optimizer = ((AdamOptions)QuickAdam.Optimizer) with { LearningRate = 30, Average = 0.99 },
            Steps = [5],
        });

        Assert.NotEmpty(result.Notes);
        Assert.InRange(result.Picture.Pixels.Max(MathF.Abs), 0, 2);
    }

    [Fact]
    public void Run_where_nothing_is_left_to_find_ends_early_and_says_so()
    {
        // The content is its own style: at the start everything is 0 already.
        Picture flat = TestPictures.Flat(12, 10, 0.5f);

        StylizeResult result = Run(Quick with { Steps = [50] }, content: flat, styles: [new WeightedStyle(flat)]);

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.True(result.Losses.Count < 50);
        Assert.Contains("nothing lower could be found", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_region_left_alone_is_exactly_the_content_and_the_rest_is_not()
    {
        float[] left = [.. Enumerable.Range(0, 120).Select(i => i % 12 < 6 ? 1f : 0f)];

        StylizeResult result = Run(
            Quick with { Feather = 0 }, regions: [new StylizeRegion(new Mask(12, 10, left), [])]);

        for (int i = 0; i < 360; i++)
            Assert.Equal(i % 12 < 6, Content.Pixels[i] == result.Picture.Pixels[i]);
    }

    [Fact]
    public void Run_region_too_small_for_a_layer_is_said_and_finite()
    {
        float[] dot = new float[120];
        dot[5] = dot[6] = dot[17] = dot[18] = 1;

        StylizeResult result = Run(
            Quick with { Feather = 0 },
            regions: [new StylizeRegion(new Mask(12, 10, dot), [new WeightedStyle(TestPictures.Noise(9, 9, 3))])]);

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.Equal(
            "At 12 x 10 region 1 is too small for conv2_1: no style is taken there at that layer.",
            Assert.Single(result.Notes));
        Assert.All(result.Picture.Pixels, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Run_content_colours_keep_the_chroma_of_every_pixel()
    {
        Picture result = Run(Quick with { Color = Quick.Color with { Mode = ColorMode.Content } }).Picture;

        Assert.NotEqual(Content.Pixels, result.Pixels);
        for (int i = 0; i < 120; i++)
        {
            Oklab before = OklabPicture.Pixel(Content, i), after = OklabPicture.Pixel(result, i);
            Assert.Equal(0, (before.A * after.B) - (before.B * after.A), 1e-6);
            double square = (before.A * before.A) + (before.B * before.B);
            Assert.InRange((before.A * after.A) + (before.B * after.B), 0, square + 1e-6);
        }
    }

    [Fact]
    public void Run_tinted_has_the_lightness_of_the_run_and_the_photographs_chroma_in_the_paintings_palette()
    {
        StylizeOptions style = Quick with { Color = new() { Mode = ColorMode.Style } };
        Picture plain = Run(style).Picture;

        Picture tinted = Run(Quick with { Color = new() { Mode = ColorMode.Tint } }).Picture;

        Picture photo = Resampler.Resize(Content, 12, 10);
        var part = new TintPart(null, Palette.Of(OklabPicture.Of(Styles[0].Picture)));
        Assert.Equal(Tint.Apply(plain, photo, [part]).Pixels, tinted.Pixels);
        Assert.Equal(plain.Alpha, tinted.Alpha);
    }

    [Fact]
    public void Run_tinted_gives_regions_their_own_chroma_and_leaves_what_is_kept()
    {
        float[] left = [.. Enumerable.Range(0, 120).Select(i => i % 12 < 4 ? 1f : 0)];
        float[] middle = [.. Enumerable.Range(0, 120).Select(i => i % 12 is >= 4 and < 8 ? 1f : 0)];
        Picture warm = new(1, 1, [0.6f, 0.5f, 0.4f]), painting = Resampler.Resize(warm, 9, 9);
        Picture result = Run(
            Quick with { Color = new() { Mode = ColorMode.Tint }, Feather = 0 },
            regions:
            [
                new StylizeRegion(new Mask(12, 10, left), []),
                new StylizeRegion(new Mask(12, 10, middle), [new WeightedStyle(painting)]),
            ]).Picture;

        Assert.Equal(Content.Pixels[0], result.Pixels[0], 1e-5);
        Assert.Equal(Content.Pixels[240], result.Pixels[240], 1e-5);
        Oklab wanted = OklabPicture.Pixel(warm, 0), found = OklabPicture.Pixel(result, 5);
        Assert.Equal(0, (wanted.A * found.B) - (wanted.B * found.A), 1e-4);
    }

    [Theory]
    [InlineData(ColorMode.Auto, true, true)]
    [InlineData(ColorMode.Auto, false, false)]
    [InlineData(ColorMode.Style, true, false)]
    [InlineData(ColorMode.Grey, false, true)]
    [InlineData(ColorMode.Tint, true, true)]
    [InlineData(ColorMode.Tint, false, false)]
    public void Run_is_in_greys_after_a_painting_without_colours(ColorMode mode, bool greyPainting, bool greyResult)
    {
        Picture painting = greyPainting ? Luminance.Grey(Styles[0].Picture) : Styles[0].Picture;
        foreach (StartMode start in new[] { StartMode.Content, StartMode.Noise })
        {
            Picture result = Run(
                Quick with { Color = new() { Mode = mode }, Start = new() { Init = start } },
                styles: [new WeightedStyle(painting)]).Picture;

            float[] chroma = [.. Enumerable.Range(0, 240).Select(i => result.Pixels[i] - result.Pixels[i + 120])];
            Assert.Equal(greyResult, chroma.All(difference => Math.Abs(difference) < 1e-5));
        }
    }

    [Fact]
    public void Run_in_greys_keeps_the_colours_of_what_is_kept()
    {
        float[] left = [.. Enumerable.Range(0, 120).Select(i => i % 12 < 6 ? 1f : 0)];
        Picture result = Run(
            Quick with { Color = new() { Mode = ColorMode.Grey }, Feather = 0 },
            regions: [new StylizeRegion(new Mask(12, 10, left), [])]).Picture;

        Assert.Equal(Content.Pixels[0], result.Pixels[0], 1e-5);
        Assert.Equal(Content.Pixels[240], result.Pixels[240], 1e-5);
        Assert.Equal(result.Pixels[11], result.Pixels[251], 1e-5);
    }

    [Fact]
    public void Run_matched_colours_are_those_of_a_painting_matched_beforehand()
    {
        // The content's colours count by their opacity.
        Picture matched = ColorMatch.Apply(
            Styles[0].Picture, Content, ColorMatchMode.Pca, wantedWeights: Content.Alpha);

        Assert.Equal(
            Run(Quick with { Color = new() { Mode = ColorMode.Style } }, styles: [new WeightedStyle(matched)])
                .Picture.Pixels,
            Run(Quick with
            {
                Color = Quick.Color with { Mode = ColorMode.Match, Method = ColorMatchMode.Pca },
            }).Picture.Pixels);
    }

    [Fact]
    public void Run_style_at_some_layers_only_has_losses_there_only()
    {
        WeightedStyle fine = Styles[0] with { Layers = [LayerName.Parse("conv1_1")] };

        double mixed = Run(Quick, styles: [fine]).Losses[0], alone = Run(Quick with
        {
            Losses = Quick.Losses with { StyleLayers = LayerWeights.Parse("conv1_1") },
        }).Losses[0];

        // The layer's share of the weights is half of what it is alone.
        Assert.Equal(alone / 2, mixed, 1e-9);
    }

    [Fact]
    public void Run_style_with_the_strokes_of_another_is_one_mixed_beforehand()
    {
        Picture coarse = Styles[0].Picture, strokes = TestPictures.Noise(20, 20, 8);
        var mixing = new StylizeOptions
        {
            Sizing = new() { Size = 12, MinSize = 0 },
            Steps = [100],
            Losses = new()
            {
                ContentWeight = 0,
                TvWeight = 0,
                RangeWeight = 0,
                StyleLayers = Quick.Losses.StyleLayers,
                Content = ContentMode.Photo,
                ContentLayers = Quick.Losses.ContentLayers,
            },
        };

        Picture mixed = Run(mixing, content: coarse, styles: [new WeightedStyle(strokes)]).Picture;
        StylizeResult result = Run(Quick, styles: [new WeightedStyle(coarse) { FineStrokes = strokes }]);

        Assert.Equal(Run(Quick, styles: [new WeightedStyle(mixed)]).Picture.Pixels, result.Picture.Pixels);
        Assert.Equal(6, result.Losses.Count);
    }

    [Fact]
    public void Run_time_left_does_not_depend_on_the_strokes_that_were_mixed_before()
    {
        var plain = new Heard();
        var mixed = new Heard();
        Run(Quick, plain, clock: new Ticking());

        Run(Quick, mixed, styles: [Styles[0] with
        {
            FineStrokes = TestPictures.Noise(20, 20, 8),
        }], clock: new Ticking());

        Assert.True(mixed.Steps[0].Seconds > plain.Steps[0].Seconds);
        Assert.Equal(
            plain.Steps.Select(step => step.RemainingSeconds), mixed.Steps.Select(step => step.RemainingSeconds));
    }

    [Fact]
    public void Run_without_styles_reconstructs_the_content()
    {
        StylizeResult result = Run(Quick with
        {
            Losses = Quick.Losses with { StyleWeight = 0 },
            Start = Quick.Start with { Init = StartMode.Noise },
            Steps = [60],
        }, styles: []);

        Assert.True(result.Losses[^1] < 0.05 * result.Losses[0]);
    }

    [Fact]
    public void Run_not_a_number_from_the_first_gives_the_start()
    {
        StylizeResult result = Run(Quick, device: new TestDevice(inner => new FailingEngine(inner, from: 1)));

        Assert.Equal((StylizeOutcome.Diverged, 0), (result.Outcome, result.Losses.Count));
        Assert.Equal(Content.Pixels, result.Picture.Pixels);
    }

    [Fact]
    public void Run_far_too_large_steps_never_give_a_picture_that_is_not_finite()
    {
        StylizeResult result = Run(Quick with
        {
            Optimizer = ((LbfgsOptions)Quick.Optimizer) with { LineSearch = LineSearchMode.None, LearningRate = 1e6 },
            Steps = [40],
        });

        Assert.All(result.Picture.Pixels, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Run_twice_gives_the_same_bits_and_another_seed_others()
    {
        StylizeOptions options = Quick with { Start = Quick.Start with { Init = StartMode.Noise, Seed = 5 } };

        float[] first = Run(options).Picture.Pixels;

        Assert.Equal(first, Run(options).Picture.Pixels);
        Assert.NotEqual(first, Run(options with { Start = options.Start with { Seed = 6 } }).Picture.Pixels);
    }

    [Fact]
    public void Run_on_a_used_stylizer_gives_the_same_bits()
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());

        float[] first = Use(stylizer, Quick).Picture.Pixels;
        Use(stylizer, QuickAdam, TestPictures.Noise(9, 9, 1));

        Assert.Equal(first, Use(stylizer, Quick).Picture.Pixels);
    }

    [Fact]
    public void Run_leaves_what_it_was_given_unchanged()
    {
        Picture content = TestPictures.Ramp(12, 10), style = TestPictures.Noise(11, 9, 7);

        Run(Quick with
        {
            Losses = Quick.Losses with { Convention = LossConvention.Notebook },
        }, content: content, styles: [new WeightedStyle(style)]);

        Assert.Equal(Content.Pixels, content.Pixels);
        Assert.Equal(Styles[0].Picture.Pixels, style.Pixels);
    }

    [Fact]
    public void Run_alpha_is_kept_or_dropped_as_asked()
    {
        Assert.Equal(Content.Alpha, Run(Quick with { Steps = [1] }).Picture.Alpha);
        Assert.Null(Run(Quick with { Steps = [1], Alpha = AlphaMode.Drop }).Picture.Alpha);
        Assert.Equal(24 * 20, Run(Quick with
        {
            Steps = [0],
            Sizing = Quick.Sizing with { Size = 24 },
        }).Picture.Alpha!.Length);
    }

    [Fact]
    public void Run_opaque_content_gives_an_opaque_picture() =>
        Assert.Null(Run(Quick with { Steps = [1] }, content: TestPictures.Noise(9, 9, 2)).Picture.Alpha);

    [Fact]
    public void Run_several_styles_count_by_their_shares()
    {
        Picture first = Styles[0].Picture, second = TestPictures.Flat(9, 9, 0.9f);

        IReadOnlyList<double> alone = Losses(new WeightedStyle(first)),
            mixed = Losses(new(first), new WeightedStyle(second));

        Assert.Equal(alone, Losses(new WeightedStyle(first, 3)));
        Assert.Equal(mixed, Losses(new WeightedStyle(first, 4), new WeightedStyle(second, 4)));
        Assert.Equal(mixed[0], Losses(new(second), new(first))[0], 1e-9 * mixed[0]);
        Assert.NotEqual(alone, mixed);
        Assert.NotEqual(mixed, Losses(new WeightedStyle(first, 3), new WeightedStyle(second)));

        static IReadOnlyList<double> Losses(params WeightedStyle[] styles) =>
            Run(Quick with { Steps = [2] }, styles: styles).Losses;
    }

    [Fact]
    public void Run_style_at_its_own_size_is_the_exact_target_when_it_is_the_content()
    {
        Picture picture = TestPictures.Noise(12, 10, 3);
        StylizeOptions once = Quick with { Steps = [1], Losses = Quick.Losses with { ContentWeight = 0 } };

        double same = Run(once, content: picture, styles: [new WeightedStyle(picture)]).Losses[0];
        double smaller = Run(
            once with { Sizing = once.Sizing with { StyleSize = 6 } },
            content: picture,
            styles: [new WeightedStyle(picture)]).Losses[0];

        Assert.Equal(0, same, 1e-9);
        Assert.True(smaller > 1e-3, $"a style of half the size is {smaller} away");
    }

    [Fact]
    public void Run_start_from_the_content_has_no_content_loss()
    {
        var heard = new Heard();
        Run(Quick with { Steps = [1] }, heard);

        Assert.Equal(0, heard.Steps[0].Loss.Parts[0].Value);
        Assert.True(heard.Steps[0].Loss.Parts[1].Value > 0);
    }

    [Fact]
    public void Run_without_steps_gives_the_start_of_each_kind()
    {
        StylizeOptions none = Quick with { Steps = [0], Sizing = Quick.Sizing with { StyleFit = StyleFitMode.Squash } };
        Picture other = TestPictures.Noise(12, 10, 9), style = TestPictures.Noise(12, 10, 8);

        Assert.Equal(Content.Pixels, Run(none).Picture.Pixels);
        Assert.Equal(style.Pixels, Run(none with
        {
            Start = none.Start with { Init = StartMode.Style },
        }, styles: [new WeightedStyle(style)]).Picture.Pixels);
        Assert.Equal(other.Pixels, Run(none with
        {
            Start = none.Start with { Init = StartMode.Picture },
        }, start: other).Picture.Pixels);
    }

    [Fact]
    public void Run_noise_has_the_asked_deviation_around_mid_grey()
    {
        StylizeOptions options = Quick with
        {
            Steps = [0],
            Sizing = Quick.Sizing with { Size = 60 },
            Start = Quick.Start with { Init = StartMode.Noise, InitNoise = 0.2 },
        };

        float[] noise = Run(options).Picture.Pixels;

        // 9000 values: the mean is off by 0.002 and the deviation by 0.0015 as a rule.
        double mean = noise.Average(), deviation = Math.Sqrt(noise.Average(value => Math.Pow(value - mean, 2)));
        Assert.Equal(0.5, mean, 0.01);
        Assert.Equal(0.2, deviation, 0.008);
    }

    [Fact]
    public void Run_one_pixel_works_where_the_layers_allow_it()
    {
        StylizeOptions first = Quick with
        {
            Losses = Quick.Losses with
            {
                StyleLayers = LayerWeights.Parse("conv1_1"),
                Content = ContentMode.Photo,
                ContentLayers = LayerWeights.Parse("conv1_2"),
                TvWeight = 1,
            },
        };

        StylizeResult result = Run(
            first, content: TestPictures.Noise(1, 1, 1), styles: [new WeightedStyle(TestPictures.Noise(1, 1, 2))]);

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.Equal((1, 1), (result.Picture.Width, result.Picture.Height));
    }

    [Theory]
    [InlineData(1, 1, 9, 9, "The content is too small at 1 x 1: conv2_1 needs at least 2 x 2 pixels.")]
    [InlineData(300, 1, 9, 9, "The content is too small at 300 x 1: conv2_1 needs at least 2 x 2 pixels.")]
    [InlineData(9, 9, 1, 300, "The style is too small at 1 x 9: conv2_1 needs at least 2 x 2 pixels.")]
    public void Run_picture_too_thin_for_a_layer_says_which_and_how_large_it_must_be(
        int width, int height, int styleWidth, int styleHeight, string message)
    {
        ImpastoException refusal = Assert.ThrowsAny<ImpastoException>(() => Run(
            Quick,
            content: TestPictures.Noise(width, height, 1),
            styles: [new WeightedStyle(TestPictures.Noise(styleWidth, styleHeight, 2))]));

        Assert.Equal(message, refusal.Message);
    }

    [Fact]
    public void Run_extreme_ratio_under_the_notebooks_rule_is_refused_before_it_is_resized()
    {
        ImpastoException refusal = Assert.ThrowsAny<ImpastoException>(() => Run(
            Presets.Notebook.Options with
            {
                Losses = Presets.Notebook.Options.Losses with
                {
                    StyleLayers = Quick.Losses.StyleLayers,
                    Content = ContentMode.Photo,
                    ContentLayers = Quick.Losses.ContentLayers,
                },
                Sizing = Presets.Notebook.Options.Sizing with { Size = 100_000 },
            },
            content: TestPictures.Noise(100_000, 1, 1)));

        Assert.Contains("The result would have", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_style_that_would_not_fit_into_memory_is_refused()
    {
        ImpastoException refusal = Assert.ThrowsAny<ImpastoException>(() => Run(Quick with
        {
            Sizing = Quick.Sizing with { StyleSize = 100_000 },
        }));

        Assert.Contains("The style would have 100000 x 81818 pixels", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_everything_wrong_is_reported_at_once()
    {
        ImpastoException refusal = Assert.ThrowsAny<ImpastoException>(() => Run(
            Quick with { Optimizer = new LbfgsOptions { History = 0, LearningRate = -1 } },
            styles: [new WeightedStyle(Content, -1), new WeightedStyle(Content, double.NaN)]));

        Assert.Equal(
            [
                "learning-rate: expected 1e-9 to 1000000, got -1.",
                "history: expected 1 to 1000, got 0.",
                "Expected a style's weight above 0, got -1.",
                "Expected a style's weight above 0, got NaN.",
            ],
            refusal.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Run_without_styles_is_refused() =>
        Assert.Equal(
            "Expected at least one style.", Assert.ThrowsAny<ImpastoException>(() => Run(Quick, styles: [])).Message);

    [Fact]
    public void Run_layer_the_network_lacks_lists_those_it_has()
    {
        ImpastoException refusal = Assert.ThrowsAny<ImpastoException>(() => Run(Quick with
        {
            Losses = Quick.Losses with { StyleLayers = LayerWeights.Parse("conv4_1") },
        }));

        Assert.Contains("has no conv4_1: it has conv1_1, conv1_2, conv2_1.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("content")]
    [InlineData("style")]
    [InlineData("picture to start from")]
    public void Run_picture_that_is_not_finite_is_refused_by_its_role(string role)
    {
        Picture bad = TestPictures.Noise(9, 9, 1);
        bad.Pixels[40] = float.NaN;

        ImpastoException refusal = Assert.ThrowsAny<ImpastoException>(() => Run(
            role[0] == 'p' ? Quick with { Start = Quick.Start with { Init = StartMode.Picture } } : Quick,
            start: bad,
            content: role[0] == 'c' ? bad : Content,
            styles: role[0] == 's' ? [new WeightedStyle(bad)] : Styles));

        Assert.Equal($"The {role} has a pixel that is NaN: expected finite values.", refusal.Message);
    }

    [Fact]
    public void Plan_looks_at_sizes_and_leaves_pixels_to_the_run()
    {
        Picture bad = TestPictures.Noise(9, 9, 1);
        bad.Pixels[40] = float.NaN;
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());

        Assert.True(stylizer.Plan(new StylizeTask(bad, Styles, Quick)).Bytes > 0);
        Assert.ThrowsAny<ImpastoException>(() => Use(stylizer, Quick, bad));
    }

    [Fact]
    public async Task Run_from_two_threads_at_once_gives_each_its_own_picture()
    {
        float[] first = Run(Quick).Picture.Pixels, second = Run(QuickAdam).Picture.Pixels;
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());

        StylizeResult[] found = await Task.WhenAll(
            stylizer.RunAsync(new(Content, Styles, Quick), cancellation: TestContext.Current.CancellationToken),
            stylizer.RunAsync(new(Content, Styles, QuickAdam), cancellation: TestContext.Current.CancellationToken),
            stylizer.RunAsync(new(Content, Styles, Quick), cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(first, found[0].Picture.Pixels);
        Assert.Equal(second, found[1].Picture.Pixels);
        Assert.Equal(first, found[2].Picture.Pixels);
    }

    [Fact]
    public async Task RunAsync_cancelled_is_an_outcome_and_no_exception()
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new TestDevice());

        StylizeResult result = await stylizer.RunAsync(
            new(Content, Styles, Quick), cancellation: new CancellationToken(canceled: true));

        Assert.Equal(StylizeOutcome.Cancelled, result.Outcome);
    }

    [Fact]
    public void Run_again_with_the_same_network_settings_keeps_the_engine()
    {
        var device = new TestDevice();
        using (var stylizer = new Stylizer(TestNetworks.Shallow(), device))
        {
            Assert.Empty(device.Opened);
            Use(stylizer, Quick with { Steps = [1] });
            Use(stylizer, QuickAdam with { Steps = [1] });
            Assert.Single(device.Opened);
            Use(stylizer, Quick with { Steps = [1], Network = Quick.Network with { Pooling = PoolingMode.Average } });
        }

        Assert.Equal([1, 1], device.Opened.Select(engine => engine.Disposals));
    }

    [Fact]
    public void Dispose_twice_is_one_and_ends_running()
    {
        var device = new TestDevice();
        var stylizer = new Stylizer(TestNetworks.Shallow(), device);
        Use(stylizer, Quick with { Steps = [1] });

        stylizer.Dispose();
        stylizer.Dispose();

        Assert.Equal(1, Assert.Single(device.Opened).Disposals);
        Assert.Throws<ObjectDisposedException>(() => Use(stylizer, Quick));
    }

    private static StylizeResult Run(
        StylizeOptions options,
        Heard? heard = null,
        CancellationToken? cancelled = null,
        Picture? content = null,
        IReadOnlyList<WeightedStyle>? styles = null,
        TestDevice? device = null,
        TimeProvider? clock = null,
        IReadOnlyList<StylizeRegion>? regions = null,
        Picture? start = null)
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), device ?? new TestDevice(), clock);
        var task = new StylizeTask(content ?? Content, styles ?? Styles, options)
        {
            Regions = regions ?? [],
            Start = start,
            PreviewWhen = _ => heard is not null,
        };
        return stylizer.Run(task, heard, cancelled ?? TestContext.Current.CancellationToken);
    }

    private static StylizeResult Use(Stylizer stylizer, StylizeOptions options, Picture? content = null) =>
        stylizer.Run(content ?? Content, Styles, options, cancellation: TestContext.Current.CancellationToken);

    private sealed class Heard(Action<StylizeProgress>? then = null) : IProgress<StylizeProgress>
    {
        public List<StylizeProgress> Steps { get; } = [];

        public List<Picture> Pictures { get; } = [];

        public void Report(StylizeProgress value)
        {
            Steps.Add(value);
            Pictures.Add(value.Preview!);
            then?.Invoke(value);
        }
    }

    // A second passes each time somebody looks.
    private sealed class Ticking : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++_seconds;
    }
}
