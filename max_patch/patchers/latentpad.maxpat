{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 5,
   "revision": 0,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   80,
   100,
   1200,
   760
  ],
  "bglocked": 0,
  "default_fontsize": 10.0,
  "default_fontface": 0,
  "default_fontname": "Ableton Sans Medium",
  "gridonopen": 1,
  "gridsize": [
   8.0,
   8.0
  ],
  "boxes": [
   {
    "box": {
     "annotation": "Drag to choose a sound, with Shift for fine steps. Double-click to generate at once.",
     "annotation_name": "Pad",
     "border": 0,
     "filename": "latentpad_pad.js",
     "id": "obj-1",
     "maxclass": "jsui",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "parameter_enable": 0,
     "patching_rect": [
      20,
      20,
      147,
      161
     ],
     "presentation": 1,
     "presentation_rect": [
      8,
      4,
      147,
      161
     ]
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      "bang"
     ],
     "patching_rect": [
      20,
      200,
      70,
      22
     ],
     "text": "loadbang"
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 4,
     "outlettype": [
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      20,
      232,
      154,
      22
     ],
     "saved_object_attributes": {
      "filename": "latentpad_link.js",
      "parameter_enable": 0
     },
     "text": "js latentpad_link.js"
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 5,
     "outlettype": [
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      20,
      264,
      168,
      22
     ],
     "saved_object_attributes": {
      "filename": "latentpad_bridge.js",
      "parameter_enable": 0
     },
     "text": "js latentpad_bridge.js"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 6,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      20,
      296,
      168,
      22
     ],
     "saved_object_attributes": {
      "filename": "latentpad_sounds.js",
      "parameter_enable": 0
     },
     "text": "js latentpad_sounds.js"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      20,
      328,
      182,
      22
     ],
     "saved_object_attributes": {
      "filename": "latentpad_handover.js",
      "parameter_enable": 0
     },
     "text": "js latentpad_handover.js"
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      20,
      360,
      154,
      22
     ],
     "saved_object_attributes": {
      "filename": "latentpad_rack.js",
      "parameter_enable": 0
     },
     "text": "js latentpad_rack.js"
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20,
      392,
      166,
      22
     ],
     "text": ";\rmax launchbrowser $1"
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20,
      424,
      168,
      22
     ],
     "text": "udpsend 127.0.0.1 9310"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      20,
      456,
      210,
      22
     ],
     "text": "udpreceive @defer 1 @quiet 1"
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "newobj",
     "numinlets": 6,
     "numoutlets": 6,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      420,
      20,
      287,
      22
     ],
     "text": "route xy release generate kinds colours"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "float",
      "float"
     ],
     "patching_rect": [
      420,
      52,
      98,
      22
     ],
     "text": "unpack 0. 0."
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      84,
      119,
      22
     ],
     "text": "prepend release"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      116,
      126,
      22
     ],
     "text": "prepend generate"
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      148,
      105,
      22
     ],
     "text": "prepend kinds"
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      180,
      119,
      22
     ],
     "text": "prepend colours"
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      212,
      77,
      22
     ],
     "text": "pak 0. 0."
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      244,
      105,
      22
     ],
     "text": "prepend point"
    }
   },
   {
    "box": {
     "annotation": "Position on the map, from left to right.",
     "annotation_name": "Map X",
     "id": "obj-19",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      276,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      162,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Map X",
       "parameter_exponent": 1.0,
       "parameter_info": "Position on the map, from left to right.",
       "parameter_initial": [
        0.5
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Map X",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_modmode": 2,
       "parameter_order": 1,
       "parameter_shortname": "Map X",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Map X"
    }
   },
   {
    "box": {
     "annotation": "Position on the map, from bottom to top.",
     "annotation_name": "Map Y",
     "id": "obj-20",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      334,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      211,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Map Y",
       "parameter_exponent": 1.0,
       "parameter_info": "Position on the map, from bottom to top.",
       "parameter_initial": [
        0.5
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Map Y",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_modmode": 2,
       "parameter_order": 2,
       "parameter_shortname": "Map Y",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Map Y"
    }
   },
   {
    "box": {
     "annotation": "How far the sound may stray from this point; the seed chooses.",
     "annotation_name": "Variation",
     "id": "obj-21",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      392,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      260,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Variation",
       "parameter_exponent": 1.0,
       "parameter_info": "How far the sound may stray from this point; the seed chooses.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Variation",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_modmode": 1,
       "parameter_order": 3,
       "parameter_shortname": "Variation",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Variation"
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      450,
      189,
      22
     ],
     "text": "prepend control variation"
    }
   },
   {
    "box": {
     "annotation": "Makes the sound shorter or longer, at the same pitch.",
     "annotation_name": "Length",
     "id": "obj-23",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      482,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      309,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Length",
       "parameter_exponent": 2.0,
       "parameter_info": "Makes the sound shorter or longer, at the same pitch.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Length",
       "parameter_mmax": 4.0,
       "parameter_mmin": 0.25,
       "parameter_modmode": 1,
       "parameter_order": 4,
       "parameter_shortname": "Length",
       "parameter_type": 0,
       "parameter_units": "%.2f x",
       "parameter_unitstyle": 9
      }
     },
     "varname": "Length"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      540,
      168,
      22
     ],
     "text": "prepend control length"
    }
   },
   {
    "box": {
     "annotation": "Semitones up or down, at the same length.",
     "annotation_name": "Pitch",
     "id": "obj-25",
     "maxclass": "live.dial",
     "needlemode": 2,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      572,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      358,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Pitch",
       "parameter_exponent": 1.0,
       "parameter_info": "Semitones up or down, at the same length.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Pitch",
       "parameter_mmax": 24.0,
       "parameter_mmin": -24.0,
       "parameter_modmode": 2,
       "parameter_order": 5,
       "parameter_shortname": "Pitch",
       "parameter_type": 0,
       "parameter_unitstyle": 7
      }
     },
     "varname": "Pitch"
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      630,
      161,
      22
     ],
     "text": "prepend control pitch"
    }
   },
   {
    "box": {
     "annotation": "How much of its decay the sound keeps; less is drier.",
     "annotation_name": "Decay",
     "id": "obj-27",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      662,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      407,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Decay",
       "parameter_exponent": 1.0,
       "parameter_info": "How much of its decay the sound keeps; less is drier.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Decay",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_modmode": 1,
       "parameter_order": 6,
       "parameter_shortname": "Decay",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Decay"
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      720,
      161,
      22
     ],
     "text": "prepend control decay"
    }
   },
   {
    "box": {
     "annotation": "Tilts the spectrum around 1 kHz: up is brighter, down is darker.",
     "annotation_name": "Tone",
     "id": "obj-29",
     "maxclass": "live.dial",
     "needlemode": 2,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      752,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      456,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Tone",
       "parameter_exponent": 1.0,
       "parameter_info": "Tilts the spectrum around 1 kHz: up is brighter, down is darker.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Tone",
       "parameter_mmax": 12.0,
       "parameter_mmin": -12.0,
       "parameter_modmode": 2,
       "parameter_order": 7,
       "parameter_shortname": "Tone",
       "parameter_type": 0,
       "parameter_units": "%.1f dB",
       "parameter_unitstyle": 9
      }
     },
     "varname": "Tone"
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      810,
      154,
      22
     ],
     "text": "prepend control tone"
    }
   },
   {
    "box": {
     "annotation": "Share of the library's own detail; 0 is the model alone.",
     "annotation_name": "Detail",
     "id": "obj-31",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      842,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      505,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Detail",
       "parameter_exponent": 1.0,
       "parameter_info": "Share of the library's own detail; 0 is the model alone.",
       "parameter_initial": [
        1.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Detail",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_modmode": 1,
       "parameter_order": 8,
       "parameter_shortname": "Detail",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Detail"
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      900,
      168,
      22
     ],
     "text": "prepend control detail"
    }
   },
   {
    "box": {
     "annotation": "Share of the library's own level differences.",
     "annotation_name": "Dynamics",
     "id": "obj-33",
     "maxclass": "live.dial",
     "needlemode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      420,
      932,
      44,
      48
     ],
     "presentation": 1,
     "presentation_rect": [
      554,
      6,
      44,
      48
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Dynamics",
       "parameter_exponent": 1.0,
       "parameter_info": "Share of the library's own level differences.",
       "parameter_initial": [
        0.0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Dynamics",
       "parameter_mmax": 1.0,
       "parameter_mmin": 0.0,
       "parameter_modmode": 1,
       "parameter_order": 9,
       "parameter_shortname": "Dynamics",
       "parameter_type": 0,
       "parameter_unitstyle": 1
      }
     },
     "varname": "Dynamics"
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      420,
      990,
      182,
      22
     ],
     "text": "prepend control dynamics"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-35",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      820,
      20,
      30,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      162,
      60,
      30,
      15
     ],
     "text": "Seed",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Chooses the texture: the same point and seed give the same sound.",
     "annotation_name": "Seed",
     "id": "obj-36",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      45,
      46,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      192,
      60,
      46,
      15
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Seed",
       "parameter_info": "Chooses the texture: the same point and seed give the same sound.",
       "parameter_initial": [
        0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 0,
       "parameter_longname": "Seed",
       "parameter_mmax": 9999,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 10,
       "parameter_shortname": "Seed",
       "parameter_type": 0,
       "parameter_unitstyle": 0
      }
     },
     "varname": "Seed"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-37",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      820,
      70,
      40,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      350,
      60,
      40,
      15
     ],
     "text": "Trigger",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "When to generate: on mouse release, after 150 ms without changes, or only with Generate.",
     "annotation_name": "Trigger",
     "id": "obj-38",
     "maxclass": "live.menu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      95,
      104,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      390,
      60,
      104,
      15
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Trigger",
       "parameter_enum": [
        "On release",
        "Auto",
        "Manual"
       ],
       "parameter_info": "When to generate: on mouse release, after 150 ms without changes, or only with Generate.",
       "parameter_initial": [
        0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Trigger",
       "parameter_mmax": 2,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 11,
       "parameter_shortname": "Trigger",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "varname": "Trigger"
    }
   },
   {
    "box": {
     "annotation": "Play each new sound as soon as it is loaded.",
     "annotation_name": "Audition",
     "id": "obj-39",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      120,
      98,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      500,
      80,
      98,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Audition",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Play each new sound as soon as it is loaded.",
       "parameter_initial": [
        1
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Audition",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 12,
       "parameter_shortname": "Audition",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Audition",
     "texton": "Audition",
     "varname": "Audition"
    }
   },
   {
    "box": {
     "annotation": "Also load sounds made by other controllers: a tablet, another device, the web page.",
     "annotation_name": "Follow",
     "id": "obj-40",
     "maxclass": "live.text",
     "mode": 1,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      148,
      98,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      500,
      104,
      98,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Follow",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Also load sounds made by other controllers: a tablet, another device, the web page.",
       "parameter_initial": [
        0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Follow",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 13,
       "parameter_shortname": "Follow",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Follow",
     "texton": "Follow",
     "varname": "Follow"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-41",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      820,
      176,
      38,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      500,
      129,
      38,
      15
     ],
     "text": "Port",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "UDP port of latentpad, which prints it when it is ready.",
     "annotation_name": "Port",
     "id": "obj-42",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      201,
      60,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      538,
      129,
      60,
      15
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Port",
       "parameter_info": "UDP port of latentpad, which prints it when it is ready.",
       "parameter_initial": [
        9310
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Port",
       "parameter_mmax": 65535,
       "parameter_mmin": 1024,
       "parameter_modmode": 0,
       "parameter_order": 14,
       "parameter_shortname": "Port",
       "parameter_type": 0,
       "parameter_unitstyle": 0
      }
     },
     "varname": "Port"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      226,
      98,
      22
     ],
     "text": "prepend seed"
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      258,
      119,
      22
     ],
     "text": "prepend trigger"
    }
   },
   {
    "box": {
     "id": "obj-45",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      290,
      112,
      22
     ],
     "text": "prepend follow"
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      322,
      126,
      22
     ],
     "text": "prepend audition"
    }
   },
   {
    "box": {
     "id": "obj-47",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      354,
      98,
      22
     ],
     "text": "prepend port"
    }
   },
   {
    "box": {
     "annotation": "Draw a new seed.",
     "annotation_name": "New",
     "id": "obj-48",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      386,
      30,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      242,
      60,
      30,
      15
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "New",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Draw a new seed.",
       "parameter_invisible": 2,
       "parameter_longname": "New",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 15,
       "parameter_shortname": "New",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "New",
     "texton": "New",
     "varname": "New"
    }
   },
   {
    "box": {
     "annotation": "Generate the sound at this point.",
     "annotation_name": "Generate",
     "id": "obj-49",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      411,
      100,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      162,
      80,
      100,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Generate",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Generate the sound at this point.",
       "parameter_invisible": 2,
       "parameter_longname": "Generate",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 16,
       "parameter_shortname": "Generate",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Generate",
     "texton": "Generate",
     "varname": "Generate"
    }
   },
   {
    "box": {
     "annotation": "Play the sound. MIDI notes play it too, C3 at its own pitch.",
     "annotation_name": "Play",
     "id": "obj-50",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      439,
      48,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      268,
      80,
      48,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Play",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Play the sound. MIDI notes play it too, C3 at its own pitch.",
       "parameter_invisible": 2,
       "parameter_longname": "Play",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 17,
       "parameter_shortname": "Play",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Play",
     "texton": "Play",
     "varname": "Play"
    }
   },
   {
    "box": {
     "annotation": "Copy the sample into the folder kept, to find it again later.",
     "annotation_name": "Keep",
     "id": "obj-51",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      467,
      48,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      320,
      80,
      48,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Keep",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Copy the sample into the folder kept, to find it again later.",
       "parameter_invisible": 2,
       "parameter_longname": "Keep",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 18,
       "parameter_shortname": "Keep",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Keep",
     "texton": "Keep",
     "varname": "Keep"
    }
   },
   {
    "box": {
     "annotation": "Load the sample into the Simpler or Drum Rack pad that was selected last. Live 12.4 or newer.",
     "annotation_name": "To Simpler",
     "id": "obj-52",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      495,
      100,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      162,
      128,
      100,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "To Simpler",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Load the sample into the Simpler or Drum Rack pad that was selected last. Live 12.4 or newer.",
       "parameter_invisible": 2,
       "parameter_longname": "To Simpler",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 19,
       "parameter_shortname": "To Simpler",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "To Simpler",
     "texton": "To Simpler",
     "varname": "To Simpler"
    }
   },
   {
    "box": {
     "annotation": "Create a clip in the audio track that was selected last, in the selected scene. Live 12.0.5 or newer.",
     "annotation_name": "To Clip",
     "id": "obj-53",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      523,
      100,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      268,
      128,
      100,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "To Clip",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Create a clip in the audio track that was selected last, in the selected scene. Live 12.0.5 or newer.",
       "parameter_invisible": 2,
       "parameter_longname": "To Clip",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 20,
       "parameter_shortname": "To Clip",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "To Clip",
     "texton": "To Clip",
     "varname": "To Clip"
    }
   },
   {
    "box": {
     "id": "obj-54",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      551,
      61,
      22
     ],
     "text": "newseed"
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      583,
      68,
      22
     ],
     "text": "generate"
    }
   },
   {
    "box": {
     "id": "obj-56",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      615,
      40,
      22
     ],
     "text": "keep"
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      647,
      40,
      22
     ],
     "text": "play"
    }
   },
   {
    "box": {
     "id": "obj-58",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      679,
      75,
      22
     ],
     "text": "tosimpler"
    }
   },
   {
    "box": {
     "id": "obj-59",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      711,
      54,
      22
     ],
     "text": "toclip"
    }
   },
   {
    "box": {
     "annotation": "Generate eight relatives of the current sound, and load the first of them.",
     "annotation_name": "Relatives",
     "id": "obj-60",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      743,
      62,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      162,
      104,
      62,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Relatives",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Generate eight relatives of the current sound, and load the first of them.",
       "parameter_invisible": 2,
       "parameter_longname": "Relatives",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 21,
       "parameter_shortname": "Relatives",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Relatives",
     "texton": "Relatives",
     "varname": "Relatives"
    }
   },
   {
    "box": {
     "annotation": "How unlike relatives are; at 100 %, as unlike as neighbours on the map.",
     "annotation_name": "Relatives Amount",
     "id": "obj-61",
     "maxclass": "live.numbox",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      771,
      34,
      16
     ],
     "presentation": 1,
     "presentation_rect": [
      228,
      105,
      34,
      16
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Relatives Amount",
       "parameter_info": "How unlike relatives are; at 100 %, as unlike as neighbours on the map.",
       "parameter_initial": [
        50
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Relatives Amount",
       "parameter_mmax": 100,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 22,
       "parameter_shortname": "Relatives Amount",
       "parameter_type": 0,
       "parameter_unitstyle": 5
      }
     },
     "varname": "Relatives Amount"
    }
   },
   {
    "box": {
     "annotation": "Load and play the sound before this one.",
     "annotation_name": "Previous",
     "id": "obj-62",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      797,
      22,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      268,
      104,
      22,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Previous",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Load and play the sound before this one.",
       "parameter_invisible": 2,
       "parameter_longname": "Previous",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 23,
       "parameter_shortname": "Previous",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "<",
     "texton": "<",
     "varname": "Previous"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-63",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      820,
      825,
      54,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      291,
      105,
      54,
      15
     ],
     "text": "0 / 0",
     "textjustification": 1
    }
   },
   {
    "box": {
     "annotation": "Load and play the sound after this one.",
     "annotation_name": "Next",
     "id": "obj-64",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      850,
      22,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      346,
      104,
      22,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Next",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Load and play the sound after this one.",
       "parameter_invisible": 2,
       "parameter_longname": "Next",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 24,
       "parameter_shortname": "Next",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": ">",
     "texton": ">",
     "varname": "Next"
    }
   },
   {
    "box": {
     "id": "obj-65",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      878,
      75,
      22
     ],
     "text": "relatives"
    }
   },
   {
    "box": {
     "id": "obj-66",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      910,
      68,
      22
     ],
     "text": "previous"
    }
   },
   {
    "box": {
     "id": "obj-67",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      942,
      40,
      22
     ],
     "text": "next"
    }
   },
   {
    "box": {
     "id": "obj-68",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      974,
      112,
      22
     ],
     "text": "prepend amount"
    }
   },
   {
    "box": {
     "annotation": "Move the point to a random place of this kind and generate its sound.",
     "annotation_name": "Random",
     "id": "obj-69",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      1006,
      50,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      374,
      80,
      50,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Random",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Move the point to a random place of this kind and generate its sound.",
       "parameter_invisible": 2,
       "parameter_longname": "Random",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 25,
       "parameter_shortname": "Random",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Random",
     "texton": "Random",
     "varname": "Random"
    }
   },
   {
    "box": {
     "annotation": "The kind of sound that Random looks for.",
     "annotation_name": "Kind",
     "id": "obj-70",
     "maxclass": "live.menu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      1034,
      66,
      16
     ],
     "presentation": 1,
     "presentation_rect": [
      428,
      81,
      66,
      16
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Kind",
       "parameter_enum": [
        "any",
        "no map yet"
       ],
       "parameter_info": "The kind of sound that Random looks for.",
       "parameter_invisible": 2,
       "parameter_longname": "Kind",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 26,
       "parameter_shortname": "Kind",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "varname": "Kind"
    }
   },
   {
    "box": {
     "id": "obj-71",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      1060,
      54,
      22
     ],
     "text": "random"
    }
   },
   {
    "box": {
     "id": "obj-72",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      1092,
      98,
      22
     ],
     "text": "prepend kind"
    }
   },
   {
    "box": {
     "annotation": "Generate a kit of 16 sounds that fit together, for a Drum Rack or as a folder.",
     "annotation_name": "Kit",
     "id": "obj-73",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      1124,
      40,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      374,
      104,
      40,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Kit",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Generate a kit of 16 sounds that fit together, for a Drum Rack or as a folder.",
       "parameter_invisible": 2,
       "parameter_longname": "Kit",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 27,
       "parameter_shortname": "Kit",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Kit",
     "texton": "Kit",
     "varname": "Kit"
    }
   },
   {
    "box": {
     "annotation": "The style of kits.",
     "annotation_name": "Recipe",
     "id": "obj-74",
     "maxclass": "live.menu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      1152,
      76,
      16
     ],
     "presentation": 1,
     "presentation_rect": [
      418,
      105,
      76,
      16
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Recipe",
       "parameter_enum": [
        "Any style",
        "Acoustic",
        "Electronic",
        "Percussion"
       ],
       "parameter_info": "The style of kits.",
       "parameter_initial": [
        0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Recipe",
       "parameter_mmax": 3,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 28,
       "parameter_shortname": "Recipe",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "varname": "Recipe"
    }
   },
   {
    "box": {
     "annotation": "Put the kit on the pads of the Drum Rack that was selected last (Live 12.4), or open its folder.",
     "annotation_name": "Kit Folder",
     "id": "obj-75",
     "maxclass": "live.text",
     "mode": 0,
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "outputmode": 1,
     "parameter_enable": 1,
     "patching_rect": [
      820,
      1178,
      120,
      18
     ],
     "presentation": 1,
     "presentation_rect": [
      374,
      128,
      120,
      18
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Kit Folder",
       "parameter_enum": [
        "off",
        "on"
       ],
       "parameter_info": "Put the kit on the pads of the Drum Rack that was selected last (Live 12.4), or open its folder.",
       "parameter_invisible": 2,
       "parameter_longname": "Kit Folder",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 29,
       "parameter_shortname": "Kit Folder",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "text": "Kit Folder",
     "texton": "Kit Folder",
     "varname": "Kit Folder"
    }
   },
   {
    "box": {
     "id": "obj-76",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      1206,
      33,
      22
     ],
     "text": "kit"
    }
   },
   {
    "box": {
     "id": "obj-77",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      1238,
      112,
      22
     ],
     "text": "prepend recipe"
    }
   },
   {
    "box": {
     "id": "obj-78",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      820,
      1270,
      54,
      22
     ],
     "text": "torack"
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-79",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      820,
      1302,
      436,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      162,
      150,
      436,
      15
     ],
     "text": "",
     "textjustification": 0
    }
   },
   {
    "box": {
     "fontsize": 9.5,
     "id": "obj-80",
     "maxclass": "live.comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      820,
      1327,
      38,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      500,
      60,
      38,
      15
     ],
     "text": "Voices",
     "textjustification": 0
    }
   },
   {
    "box": {
     "annotation": "Poly: notes ring on. Mono: a new note ends the one before.",
     "annotation_name": "Voices",
     "id": "obj-81",
     "maxclass": "live.menu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      "float"
     ],
     "parameter_enable": 1,
     "patching_rect": [
      820,
      1352,
      60,
      15
     ],
     "presentation": 1,
     "presentation_rect": [
      538,
      60,
      60,
      15
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_annotation_name": "Voices",
       "parameter_enum": [
        "Poly",
        "Mono"
       ],
       "parameter_info": "Poly: notes ring on. Mono: a new note ends the one before.",
       "parameter_initial": [
        0
       ],
       "parameter_initial_enable": 1,
       "parameter_invisible": 1,
       "parameter_longname": "Voices",
       "parameter_mmax": 1,
       "parameter_mmin": 0,
       "parameter_modmode": 0,
       "parameter_order": 30,
       "parameter_shortname": "Voices",
       "parameter_type": 2,
       "parameter_unitstyle": 9
      }
     },
     "varname": "Voices"
    }
   },
   {
    "box": {
     "id": "obj-82",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "int",
      "int",
      "int"
     ],
     "patching_rect": [
      1120,
      20,
      56,
      22
     ],
     "text": "notein"
    }
   },
   {
    "box": {
     "id": "obj-83",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      1120,
      52,
      70,
      22
     ],
     "text": "dac~ 1 2"
    }
   },
   {
    "box": {
     "id": "obj-84",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": [
      "float",
      "bang"
     ],
     "patching_rect": [
      1120,
      84,
      182,
      22
     ],
     "text": "buffer~ latentpad 1000 1"
    }
   },
   {
    "box": {
     "id": "obj-85",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "int",
      "int"
     ],
     "patching_rect": [
      1120,
      116,
      77,
      22
     ],
     "text": "stripnote"
    }
   },
   {
    "box": {
     "id": "obj-86",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1120,
      148,
      70,
      22
     ],
     "text": "pack 0 0"
    }
   },
   {
    "box": {
     "id": "obj-87",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": [
      "",
      ""
     ],
     "patching_rect": [
      1120,
      180,
      91,
      22
     ],
     "text": "route choke"
    }
   },
   {
    "box": {
     "id": "obj-88",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "bang",
      "bang"
     ],
     "patching_rect": [
      1120,
      212,
      63,
      22
     ],
     "text": "t l b b"
    }
   },
   {
    "box": {
     "id": "obj-89",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1120,
      244,
      70,
      22
     ],
     "text": "gate 1 0"
    }
   },
   {
    "box": {
     "id": "obj-90",
     "maxclass": "newobj",
     "numinlets": 5,
     "numoutlets": 4,
     "outlettype": [
      "int",
      "",
      "",
      "int"
     ],
     "patching_rect": [
      1120,
      276,
      105,
      22
     ],
     "text": "counter 0 0 7"
    }
   },
   {
    "box": {
     "id": "obj-91",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1120,
      308,
      91,
      22
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-92",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1120,
      340,
      77,
      22
     ],
     "text": "prepend 0"
    }
   },
   {
    "box": {
     "id": "obj-93",
     "maxclass": "newobj",
     "numinlets": 9,
     "numoutlets": 9,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1120,
      372,
      161,
      22
     ],
     "text": "route 0 1 2 3 4 5 6 7"
    }
   },
   {
    "box": {
     "id": "obj-94",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1120,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-95",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1210,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-96",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1300,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-97",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1390,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-98",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1480,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-99",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1570,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-100",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1660,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-101",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      "signal"
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 0,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       120,
       120,
       520,
       460
      ],
      "bglocked": 0,
      "default_fontsize": 10.0,
      "default_fontface": 0,
      "default_fontname": "Ableton Sans Medium",
      "gridonopen": 1,
      "gridsize": [
       8.0,
       8.0
      ],
      "boxes": [
       {
        "box": {
         "comment": "pitch and velocity",
         "id": "obj-1",
         "index": 1,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "int",
          "int"
         ],
         "patching_rect": [
          20,
          60,
          84,
          22
         ],
         "text": "unpack 0 0"
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "outlettype": [
          "bang",
          "int"
         ],
         "patching_rect": [
          20,
          92,
          49,
          22
         ],
         "text": "t b i"
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          124,
          32,
          22
         ],
         "text": "0"
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "int"
         ],
         "patching_rect": [
          20,
          156,
          44,
          22
         ],
         "text": "- 60"
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          20,
          188,
          161,
          22
         ],
         "text": "expr pow(2.\\,$f1/12.)"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          220,
          44,
          22
         ],
         "text": "sig~"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "signal"
         ],
         "patching_rect": [
          20,
          252,
          147,
          22
         ],
         "text": "groove~ latentpad 1"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "signal"
         ],
         "patching_rect": [
          20,
          284,
          44,
          22
         ],
         "text": "*~"
        }
       },
       {
        "box": {
         "comment": "signal",
         "id": "obj-10",
         "index": 1,
         "maxclass": "outlet",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20,
          316,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "comment": "bang: fade",
         "id": "obj-11",
         "index": 2,
         "maxclass": "inlet",
         "numinlets": 0,
         "numoutlets": 1,
         "outlettype": [
          "bang"
         ],
         "patching_rect": [
          280,
          20,
          30,
          30
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          ""
         ],
         "patching_rect": [
          280,
          60,
          33,
          22
         ],
         "text": "0 5"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "outlettype": [
          "float"
         ],
         "patching_rect": [
          280,
          92,
          56,
          22
         ],
         "text": "/ 127."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 2,
         "outlettype": [
          "signal",
          "bang"
         ],
         "patching_rect": [
          280,
          124,
          49,
          22
         ],
         "text": "line~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-1",
          0
         ],
         "destination": [
          "obj-2",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          1
         ],
         "destination": [
          "obj-13",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-2",
          0
         ],
         "destination": [
          "obj-3",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          1
         ],
         "destination": [
          "obj-5",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-7",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-3",
          0
         ],
         "destination": [
          "obj-4",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-8",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-9",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-9",
          1
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-10",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-14",
          0
         ]
        }
       }
      ]
     },
     "patching_rect": [
      1750,
      404,
      63,
      22
     ],
     "text": "p voice"
    }
   },
   {
    "box": {
     "id": "obj-102",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1750,
      436,
      54,
      22
     ],
     "text": "loaded"
    }
   },
   {
    "box": {
     "id": "obj-103",
     "maxclass": "newobj",
     "numinlets": 9,
     "numoutlets": 9,
     "outlettype": [
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      "",
      ""
     ],
     "patching_rect": [
      1750,
      468,
      385,
      22
     ],
     "text": "route status seed simpler clip rack place kinds point"
    }
   },
   {
    "box": {
     "id": "obj-104",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": [
      "",
      "",
      ""
     ],
     "patching_rect": [
      1750,
      500,
      189,
      22
     ],
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_invisible": 1,
       "parameter_longname": "Sample",
       "parameter_shortname": "Sample",
       "parameter_type": 3
      }
     },
     "saved_object_attributes": {
      "parameter_enable": 1,
      "parameter_mappable": 0
     },
     "text": "pattr @parameter_enable 1",
     "varname": "Sample"
    }
   },
   {
    "box": {
     "id": "obj-105",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [
      ""
     ],
     "patching_rect": [
      1750,
      532,
      126,
      22
     ],
     "text": "prepend restored"
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-3",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
      2
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
      3
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      1
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      3
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      4
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      4
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      5
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-6",
      1
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      1
     ],
     "destination": [
      "obj-8",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
      0
     ],
     "destination": [
      "obj-9",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      0
     ],
     "destination": [
      "obj-9",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
      1
     ],
     "destination": [
      "obj-10",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-10",
      0
     ],
     "destination": [
      "obj-3",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-1",
      0
     ],
     "destination": [
      "obj-11",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      0
     ],
     "destination": [
      "obj-12",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      1
     ],
     "destination": [
      "obj-13",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-13",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      2
     ],
     "destination": [
      "obj-14",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-14",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      3
     ],
     "destination": [
      "obj-15",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-15",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      0
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      0
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-11",
      4
     ],
     "destination": [
      "obj-16",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-17",
      0
     ],
     "destination": [
      "obj-18",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-18",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-18",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-12",
      0
     ],
     "destination": [
      "obj-19",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      0
     ],
     "destination": [
      "obj-17",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-12",
      1
     ],
     "destination": [
      "obj-20",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-20",
      0
     ],
     "destination": [
      "obj-17",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-21",
      0
     ],
     "destination": [
      "obj-22",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-22",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-23",
      0
     ],
     "destination": [
      "obj-24",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-24",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-25",
      0
     ],
     "destination": [
      "obj-26",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-26",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      0
     ],
     "destination": [
      "obj-28",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-28",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-29",
      0
     ],
     "destination": [
      "obj-30",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-30",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-31",
      0
     ],
     "destination": [
      "obj-32",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-32",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-33",
      0
     ],
     "destination": [
      "obj-34",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-34",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-36",
      0
     ],
     "destination": [
      "obj-43",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-43",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-38",
      0
     ],
     "destination": [
      "obj-44",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-44",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-40",
      0
     ],
     "destination": [
      "obj-45",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-45",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-39",
      0
     ],
     "destination": [
      "obj-46",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-46",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      0
     ],
     "destination": [
      "obj-47",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-47",
      0
     ],
     "destination": [
      "obj-3",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-48",
      0
     ],
     "destination": [
      "obj-54",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-54",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-49",
      0
     ],
     "destination": [
      "obj-55",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-55",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-51",
      0
     ],
     "destination": [
      "obj-56",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-56",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-50",
      0
     ],
     "destination": [
      "obj-57",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-57",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-52",
      0
     ],
     "destination": [
      "obj-58",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-58",
      0
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-53",
      0
     ],
     "destination": [
      "obj-59",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-59",
      0
     ],
     "destination": [
      "obj-6",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-60",
      0
     ],
     "destination": [
      "obj-65",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-65",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-62",
      0
     ],
     "destination": [
      "obj-66",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-66",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-64",
      0
     ],
     "destination": [
      "obj-67",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-67",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-61",
      0
     ],
     "destination": [
      "obj-68",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-68",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-69",
      0
     ],
     "destination": [
      "obj-71",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-71",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-70",
      0
     ],
     "destination": [
      "obj-72",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-72",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-73",
      0
     ],
     "destination": [
      "obj-76",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-76",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-74",
      0
     ],
     "destination": [
      "obj-77",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-77",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-75",
      0
     ],
     "destination": [
      "obj-78",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-78",
      0
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-85",
      0
     ],
     "destination": [
      "obj-86",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-85",
      1
     ],
     "destination": [
      "obj-86",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      1
     ],
     "destination": [
      "obj-87",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      1
     ],
     "destination": [
      "obj-88",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-86",
      0
     ],
     "destination": [
      "obj-88",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-81",
      0
     ],
     "destination": [
      "obj-89",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-88",
      2
     ],
     "destination": [
      "obj-89",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-88",
      1
     ],
     "destination": [
      "obj-90",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-90",
      0
     ],
     "destination": [
      "obj-91",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-91",
      0
     ],
     "destination": [
      "obj-92",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-88",
      0
     ],
     "destination": [
      "obj-92",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-92",
      0
     ],
     "destination": [
      "obj-93",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      0
     ],
     "destination": [
      "obj-94",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-94",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-94",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-94",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-94",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      1
     ],
     "destination": [
      "obj-95",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-95",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-95",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-95",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-95",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      2
     ],
     "destination": [
      "obj-96",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-96",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-96",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-96",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-96",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      3
     ],
     "destination": [
      "obj-97",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-97",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-97",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-97",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-97",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      4
     ],
     "destination": [
      "obj-98",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-98",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-98",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-98",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-98",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      5
     ],
     "destination": [
      "obj-99",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-99",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-99",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-99",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-99",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      6
     ],
     "destination": [
      "obj-100",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-100",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-100",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-100",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-100",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      7
     ],
     "destination": [
      "obj-101",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-101",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-89",
      0
     ],
     "destination": [
      "obj-101",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-101",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-101",
      0
     ],
     "destination": [
      "obj-83",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-85",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      1
     ],
     "destination": [
      "obj-85",
      1
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      0
     ],
     "destination": [
      "obj-84",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-84",
      1
     ],
     "destination": [
      "obj-102",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-102",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      2
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      2
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-6",
      0
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      0
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      0
     ],
     "destination": [
      "obj-79",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      1
     ],
     "destination": [
      "obj-36",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      2
     ],
     "destination": [
      "obj-52",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      3
     ],
     "destination": [
      "obj-53",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      4
     ],
     "destination": [
      "obj-75",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      5
     ],
     "destination": [
      "obj-63",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      6
     ],
     "destination": [
      "obj-70",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      7
     ],
     "destination": [
      "obj-12",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      3
     ],
     "destination": [
      "obj-104",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-104",
      0
     ],
     "destination": [
      "obj-105",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-105",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   }
  ],
  "openinpresentation": 1,
  "description": "Play the empty space between your samples.",
  "tags": "latentpad",
  "parameters": {
   "obj-19": [
    "Map X",
    "Map X",
    0
   ],
   "obj-20": [
    "Map Y",
    "Map Y",
    0
   ],
   "obj-21": [
    "Variation",
    "Variation",
    0
   ],
   "obj-23": [
    "Length",
    "Length",
    0
   ],
   "obj-25": [
    "Pitch",
    "Pitch",
    0
   ],
   "obj-27": [
    "Decay",
    "Decay",
    0
   ],
   "obj-29": [
    "Tone",
    "Tone",
    0
   ],
   "obj-31": [
    "Detail",
    "Detail",
    0
   ],
   "obj-33": [
    "Dynamics",
    "Dynamics",
    0
   ],
   "obj-36": [
    "Seed",
    "Seed",
    0
   ],
   "obj-38": [
    "Trigger",
    "Trigger",
    0
   ],
   "obj-39": [
    "Audition",
    "Audition",
    0
   ],
   "obj-40": [
    "Follow",
    "Follow",
    0
   ],
   "obj-42": [
    "Port",
    "Port",
    0
   ],
   "obj-48": [
    "New",
    "New",
    0
   ],
   "obj-49": [
    "Generate",
    "Generate",
    0
   ],
   "obj-50": [
    "Play",
    "Play",
    0
   ],
   "obj-51": [
    "Keep",
    "Keep",
    0
   ],
   "obj-52": [
    "To Simpler",
    "To Simpler",
    0
   ],
   "obj-53": [
    "To Clip",
    "To Clip",
    0
   ],
   "obj-60": [
    "Relatives",
    "Relatives",
    0
   ],
   "obj-61": [
    "Relatives Amount",
    "Relatives Amount",
    0
   ],
   "obj-62": [
    "Previous",
    "Previous",
    0
   ],
   "obj-64": [
    "Next",
    "Next",
    0
   ],
   "obj-69": [
    "Random",
    "Random",
    0
   ],
   "obj-70": [
    "Kind",
    "Kind",
    0
   ],
   "obj-73": [
    "Kit",
    "Kit",
    0
   ],
   "obj-74": [
    "Recipe",
    "Recipe",
    0
   ],
   "obj-75": [
    "Kit Folder",
    "Kit Folder",
    0
   ],
   "obj-81": [
    "Voices",
    "Voices",
    0
   ],
   "obj-104": [
    "Sample",
    "Sample",
    0
   ],
   "inherited_shortname": 1
  },
  "dependency_cache": [
   {
    "name": "latentpad_pad.js",
    "bootpath": ".",
    "type": "TEXT",
    "implicit": 1
   },
   {
    "name": "latentpad_link.js",
    "bootpath": ".",
    "type": "TEXT",
    "implicit": 1
   },
   {
    "name": "latentpad_bridge.js",
    "bootpath": ".",
    "type": "TEXT",
    "implicit": 1
   },
   {
    "name": "latentpad_sounds.js",
    "bootpath": ".",
    "type": "TEXT",
    "implicit": 1
   },
   {
    "name": "latentpad_handover.js",
    "bootpath": ".",
    "type": "TEXT",
    "implicit": 1
   },
   {
    "name": "latentpad_rack.js",
    "bootpath": ".",
    "type": "TEXT",
    "implicit": 1
   }
  ],
  "autosave": 0
 }
}
